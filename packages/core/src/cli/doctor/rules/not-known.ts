import type { NotKnown } from '../finding.js';
import { type Place, textOf, type Value } from '../template/value.js';

/** Says that a rule could not look at a property, and why. */
export function notKnown(
  resource: string,
  property: string,
  value: Value | undefined,
  at: Place,
): NotKnown {
  const what = textOf(value) ?? 'it';
  return {
    resource,
    property,
    at: value?.at ?? at,
    notKnown: `${what} is only known when deployed`,
  };
}
