import fc from 'fast-check';
import { anyJson } from './any-json.js';

/** Chooses one of `count` things. */
type Choose = (count: number) => number;

/** A JSON value whose texts, numbers and literals are given as they are written in JSON. */
export type WrittenJson = string | WrittenJson[] | { [key: string]: WrittenJson };

/** Any JSON value, with escapes and digits as no serializer would write them. */
export const anyWrittenJson: fc.Arbitrary<WrittenJson> = spelled((value, choose) => {
  const write = (part: unknown): WrittenJson => {
    if (typeof part === 'string') return spellText(part, choose);
    if (typeof part === 'number') return spellNumber(part, choose);
    if (Array.isArray(part)) return part.map(write);
    if (typeof part !== 'object' || part === null) return String(part);
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, write(inner)]));
  };
  return write(value);
});

/** JSON texts of any value, with spaces, escapes and digits as no serializer would write them. */
export const anyJsonText: fc.Arbitrary<string> = spelled((value, choose) => {
  const write = (part: unknown): string => {
    const spaced = (text: string) => `${space(choose)}${text}${space(choose)}`;
    if (typeof part === 'string') return spaced(spellText(part, choose));
    if (typeof part === 'number') return spaced(spellNumber(part, choose));
    if (typeof part !== 'object' || part === null) return spaced(String(part));
    if (Array.isArray(part)) return spaced(`[${part.map(write).join(',') || space(choose)}]`);
    const entries = Object.entries(part).map(
      ([key, inner]) => `${spaced(spellText(key, choose))}:${write(inner)}`,
    );
    return spaced(`{${entries.join(',') || space(choose)}}`);
  };
  return write(value);
});

function spelled<Spelling>(
  spell: (value: unknown, choose: Choose) => Spelling,
): fc.Arbitrary<Spelling> {
  return fc
    .tuple(anyJson, fc.array(fc.nat(1_000_000), { minLength: 1 }))
    .map(([value, choices]) => {
      let next = 0;
      return spell(value, (count) => (choices[next++ % choices.length] ?? 0) % count);
    });
}

function space(choose: Choose): string {
  return ['', '', '', ' ', '\n', '\r\n\t'][choose(6)] ?? '';
}

function spellText(text: string, choose: Choose): string {
  const units = text.split('').map((unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    const plain = JSON.stringify(unit).slice(1, -1);
    const short = unit === '/' ? '\\/' : plain;
    return [plain, plain, short, `\\u${hex}`, `\\u${hex.toUpperCase()}`][choose(5)];
  });
  return `"${units.join('')}"`;
}

// At the edge of what a double holds, and beyond.
const edges = ['1.7976931348623158e308', '17976931348623157999e289', '1e309', '1e-400', '0e999'];

// The digits stay as they are, but for an edge now and then; where the point stands, and how many
// zeros, is chosen.
function spellNumber(value: number, choose: Choose): string {
  if (choose(50) === 0) return edges[choose(edges.length)] ?? '0';
  const plain = Object.is(value, -0) ? '-0' : JSON.stringify(value);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(plain) ?? [];
  const digits = whole + fraction;
  const power = Number(exponent);
  const zeros = '0'.repeat(choose(choose(4) === 0 ? 400 : 3));
  switch (choose(4)) {
    case 0:
      return plain;
    case 1:
      return `${sign}${whole}.${fraction}0${zeros}${spellPower(power, choose)}`;
    case 2: {
      const integer = (digits + zeros).replace(/^0+(?=\d)/, '');
      return `${sign}${integer}${spellPower(power - fraction.length - zeros.length, choose)}`;
    }
    default:
      return `${sign}0.${zeros}${digits}${spellPower(power + whole.length + zeros.length, choose)}`;
  }
}

function spellPower(power: number, choose: Choose): string {
  const sign = power < 0 ? '-' : choose(2) === 0 ? '+' : '';
  const zeros = '0'.repeat(choose(3));
  return `${choose(2) === 0 ? 'e' : 'E'}${sign}${zeros}${Math.abs(power)}`;
}
