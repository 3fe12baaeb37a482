const out = Symbol('out of range');
const maxDepth = 127;
// (`JSON.parse` can tell a reviver what a number was written as, but V8 now and then tells it wrong.)
const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * A reply's JSON as it comes to Lambda: read by our server, whose part is to mend half surrogate
 * pairs, and by the adapter's reader (serde_json). `undefined` for what the adapter would turn into
 * `null`, and which therefore must fail.
 */
export function asRustReads(json: string): { value: unknown } | undefined {
  let outOfRange = false;
  const read = json.replace(token, (source) => {
    if (source.startsWith('"')) return source;
    const value = readNumber(source);
    outOfRange ||= value === undefined || isLastDouble(source);
    return Object.is(value, -0) ? '-0' : JSON.stringify(value ?? null);
  });
  const value = mend(JSON.parse(read), 0);
  return outOfRange || value === out ? undefined : { value };
}

function mend(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return pairSurrogates(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return out;
  const parts = Object.entries(value).map(([key, part]) => [
    pairSurrogates(key),
    mend(part, depth + 1),
  ]);
  const keys = new Set(parts.map(([key]) => key));
  if (keys.size < parts.length || parts.some(([, part]) => part === out)) return out;
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

// In these the reader may or may not go over the edge; our server knows it of one spelling only.
function isLastDouble(source: string): boolean {
  const value = Number(source);
  return Math.abs(value) > 1.797693134862315e308 && source !== JSON.stringify(value);
}

const pairSurrogates = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

const most = 2n ** 64n - 1n;

// Digits go into 64 bits as long as they fit; a power of ten, itself rounded, then scales them.
function readNumber(source: string): number | undefined {
  const [, sign, whole = '', fraction, power] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  let significand = 0n;
  let exponent = Number(power ?? 0);
  let full = false;
  for (const digit of whole) {
    full ||= significand * 10n + BigInt(digit) > most;
    if (full) exponent += 1;
    else significand = significand * 10n + BigInt(digit);
  }
  for (const digit of fraction ?? '') {
    full ||= significand * 10n + BigInt(digit) > most;
    if (full) break;
    significand = significand * 10n + BigInt(digit);
    exponent -= 1;
  }
  const magnitude = scale(Number(significand), exponent);
  if (magnitude === undefined) return undefined;
  return sign === '-' ? -magnitude : magnitude;
}

function scale(significand: number, exponent: number): number | undefined {
  if (significand === 0) return 0;
  let value = significand;
  let left = exponent;
  while (left < -308) {
    value /= 1e308;
    left += 308;
  }
  if (left > 308) return undefined;
  value = left < 0 ? value / Number(`1e${-left}`) : value * Number(`1e${left}`);
  return Number.isFinite(value) ? value : undefined;
}
