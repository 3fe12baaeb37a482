import { entriesOf, knownText, type Place, referencesIn, textOf, type Value } from './value.js';

/**
 * `Fn::Sub`: a text with `${Name}` in it, or a list of such a text and a map of names. What is not
 * known stays in the text; a text that is nothing but one name is what that name stands for.
 */
export function resolveSub(
  argument: Value | undefined,
  at: Place,
  refer: (name: string, at: Place) => Value | undefined,
): Value {
  const [first, names] = argument?.kind === 'list' ? argument.items : [argument];
  const text = knownText(first);
  if (text === undefined) return { kind: 'unknown', at, name: 'Fn::Sub' };

  const own = entriesOf(names);
  // Names and what is between them, by turns. `${!Name}` is left as it is.
  const parts = text.split(/\$\{([^!{}][^{}]*)\}/).flatMap<Value>((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [{ kind: 'plain', at, value: part }];
    const value = own.get(part.trim()) ?? refer(part.trim(), at);
    return value ? [{ ...value, at }] : [];
  });
  const [only] = parts;
  if (parts.length === 1 && only) return only;

  const joined = parts.map((part) => textOf(part) ?? `\${${part.kind}}`).join('');
  if (parts.every(({ kind }) => kind === 'plain')) return { kind: 'plain', at, value: joined };
  return { kind: 'pattern', at, text: joined, references: parts.flatMap(referencesIn) };
}
