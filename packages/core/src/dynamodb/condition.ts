import type { Item } from './item.js';

/** A condition of DynamoDB, with the values that it names. Attribute names are written `#name`. */
export interface Condition {
  readonly expression: string;
  readonly values: Item;
}

export function condition(expression: string, values: Item = {}): Condition {
  return { expression, values };
}

// AND binds before OR, so only OR needs parentheses. The embedded database takes twice as long and
// more for each pair around another.
export function all(...conditions: readonly Condition[]): Condition {
  return join(conditions, ' AND ');
}

export function any(...conditions: readonly Condition[]): Condition {
  const { expression, values } = join(conditions, ' OR ');
  return { expression: `(${expression})`, values };
}

function join(conditions: readonly Condition[], operator: string): Condition {
  return {
    expression: conditions.map(({ expression }) => expression).join(operator),
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
  };
}
