import fc from 'fast-check';
import { entriesOf, inText, type JsonTree, list, object, scalar, written } from './json-tree.js';

/** What is done to one node of an event. */
export interface Mutation {
  /** Which node, counted round and round. */
  readonly at: number;
  /** Another node of the same event. */
  readonly other: number;
  /** What becomes of the node: nothing, one, or several. */
  readonly change: (node: JsonTree, other: JsonTree) => readonly JsonTree[];
}

/** Texts that readers of keys, names, numbers and JSON may stumble over. */
const anyText = fc.constantFrom(
  ...['', ' ', '/', '"', '\\', '\0', '%', '%zz', '%C3', '+', '\ud83d', '\udea2', '🚢'],
  ...['.fifo', 's3:', 'Infinity', '__proto__', 'constructor', 'x'.repeat(5000)],
);

/** Names that mean something to the library or to JavaScript. */
const anyName = fc.constantFrom(
  ...['Records', 'messageId', 'body', 'attributes', 'eventSource', 'eventSourceARN'],
  ...['Message', 'TopicArn', 'Type', 'Event', 'source', 'detail-type', 'eventName', 's3', 'key'],
  ...['', '__proto__', 'constructor', 'toString', 'then', 'length'],
);

/** Values of all types. */
const anyValue: fc.Arbitrary<JsonTree> = fc.oneof(
  anyText.map(scalar),
  fc
    .constantFrom('null', 'true', 'false', '0', '-0', '-1', '1.5', '1e400', '9007199254740993')
    .map(written),
  fc.constantFrom(
    list([]),
    object([]),
    object([['__proto__', object([])]]),
    object([['length', scalar(3)]]),
    nested(200),
  ),
);

const anyLength = fc.nat(200);

const anyChange: fc.Arbitrary<Mutation['change']> = fc.oneof(
  fc.constant(() => []),
  fc.constant((node: JsonTree) => [node, node]),
  fc.constant((_node: JsonTree, other: JsonTree) => [other]),
  fc.constant((node: JsonTree) => [wrapped(node)]),
  fc.constant((node: JsonTree) => [list([node])]),
  fc.constant((node: JsonTree) => [inText(node)]),
  anyValue.map((value) => () => [value]),
  anyLength.map((length) => (node: JsonTree) => [cut(node, length)]),
  fc.tuple(anyLength, anyText).map(([at, text]) => (node: JsonTree) => [insert(node, at, text)]),
  fc.tuple(anyLength, anyName).map(([at, name]) => (node: JsonTree) => [rename(node, at, name)]),
);

/** Any change of any node. */
export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(10_000),
  other: fc.nat(10_000),
  change: anyChange,
});

function nested(levels: number): JsonTree {
  return levels === 0 ? scalar(null) : list([nested(levels - 1)]);
}

/** In an envelope of SNS. */
function wrapped(node: JsonTree): JsonTree {
  return object([
    ['Type', scalar('Notification')],
    ['TopicArn', scalar('arn:aws:sns:eu-central-1:123456789012:uploads')],
    ['Message', inText(node)],
  ]);
}

function cut(node: JsonTree, length: number): JsonTree {
  if (node.kind === 'list') return list(node.children.slice(0, length % 4));
  if (node.kind === 'object') return object(entriesOf(node).slice(0, length % 8));
  return scalar(stringOf(node).slice(0, length));
}

function insert(node: JsonTree, at: number, text: string): JsonTree {
  if (node.kind === 'list' || node.kind === 'object') return node;
  const string = stringOf(node);
  return scalar(string.slice(0, at) + text + string.slice(at));
}

function rename(node: JsonTree, at: number, name: string): JsonTree {
  const entries = entriesOf(node);
  return object(
    entries.map(([key, value], index) => [index === at % entries.length ? name : key, value]),
  );
}

/** What a scalar or a text is as a string. */
function stringOf(node: JsonTree): string {
  return String(JSON.parse(node.text));
}
