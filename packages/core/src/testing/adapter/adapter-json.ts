import { readAdapterNumber } from './adapter-number.js';

const maxDepth = 127;
const token = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*|[[\]{}]/g;

/**
 * Reads JSON as the adapter does: `undefined` for whatever its reader (serde_json) refuses, which is
 * more than JavaScript's does: half surrogate pairs, nesting deeper than 127, numbers out of range,
 * also in a value that a later one of the same key replaces.
 */
export function readAdapterJson(text: string): unknown {
  try {
    JSON.parse(text);
    return JSON.parse(asAdapterReads(text));
  } catch {
    return undefined;
  }
}

// Goes over the tokens, since a parsed value shows no replaced ones and no digits.
function asAdapterReads(text: string): string {
  let depth = 0;
  return text.replace(token, (found) => {
    switch (found[0]) {
      case '"':
        if (found.includes('\\u') && /\p{Surrogate}/u.test(JSON.parse(found)))
          refuse('half a pair');
        return found;
      case '[':
      case '{':
        depth += 1;
        if (depth > maxDepth) refuse('nesting');
        return found;
      case ']':
      case '}':
        depth -= 1;
        return found;
      default:
        return toSource(readAdapterNumber(found) ?? refuse('number out of range'));
    }
  });
}

function toSource(number: number): string {
  return Object.is(number, -0) ? '-0' : String(number);
}

function refuse(reason: string): never {
  throw new SyntaxError(reason);
}
