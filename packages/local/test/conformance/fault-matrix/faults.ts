import type { InvokeOptions } from 'lwa-bridge/testing';
import { eventFile } from '../events/event-files.js';

/** One row: a way to fail, or to succeed in spite of something. */
export interface Fault {
  name: string;
  /** What the handler is told to do; bytes are sent as they are. */
  event: object | Uint8Array;
  outcome: Outcome;
  /** A part of the reply, beside the id of its event; `null` for a reply that has none. */
  reply?: object | null;
  options?: InvokeOptions;
  /** An event that comes just before, in the same process, and succeeds. */
  before?: object;
  /** The handler's process ends by it. */
  endsProcess?: true;
}

/**
 * What Lambda must see: the reply; a failure that the event server tells; the deadline; the end of the
 * process; or that the adapter itself refuses.
 */
export type Outcome = 'reply' | 'failure' | 'deadline' | 'exit' | 'adapter';

const deed = (name: string, fields: object = {}) => ({ do: name, ...fields });
const largestReply = 6_291_556;

const replies: Fault[] = [
  { name: 'nothing wrong', event: deed('reply'), outcome: 'reply' },
  { name: 'replies `undefined`', event: deed('reply undefined'), outcome: 'reply', reply: null },
  {
    name: 'replies half a surrogate pair',
    event: deed('reply half a surrogate pair'),
    outcome: 'reply',
    reply: { text: 'cut \ufffd' },
  },
  {
    name: 'replies with 127 levels of nesting',
    event: deed('reply levels', { levels: 126 }),
    outcome: 'reply',
  },
  {
    name: 'replies as much as Lambda takes',
    event: deed('reply bytes', { bytes: largestReply }),
    outcome: 'reply',
    reply: null,
  },
  {
    name: 'asks another event server of its process meanwhile',
    event: deed('ask another server of this process'),
    outcome: 'reply',
  },
  {
    name: 'is given garbage by the caller',
    event: deed('reply'),
    outcome: 'reply',
    options: {
      traceId: '{"]=;; ü 😀',
      tenantId: '\u00e4, "; =',
      functionArn: ':::',
      clientContext: { custom: { '"\\': '\\u0000 {"' } },
    },
  },
];

const failures: Fault[] = [
  { name: 'throws an error', event: deed('throw'), outcome: 'failure' },
  { name: 'throws a text', event: deed('throw a text'), outcome: 'failure' },
  { name: 'throws `null`', event: deed('throw null'), outcome: 'failure' },
  {
    name: 'throws what cannot be read',
    event: deed('throw what cannot be read'),
    outcome: 'failure',
  },
  { name: 'overflows the stack', event: deed('overflow the stack'), outcome: 'failure' },
  { name: 'rejects', event: deed('reject'), outcome: 'failure' },
  { name: 'answers by callback', event: deed('answer by callback'), outcome: 'failure' },
  {
    name: 'answers by `context.succeed`',
    event: deed('answer by context.succeed'),
    outcome: 'failure',
  },
  { name: 'replies a BigInt', event: deed('reply a BigInt'), outcome: 'failure' },
  { name: 'replies a cycle', event: deed('reply a cycle'), outcome: 'failure' },
  { name: 'replies a function', event: deed('reply a function'), outcome: 'failure' },
  {
    name: 'replies what throws when written',
    event: deed('reply what throws when written'),
    outcome: 'failure',
  },
  {
    name: 'replies a number out of range',
    event: deed('reply a number out of range'),
    outcome: 'failure',
  },
  {
    name: 'replies keys that a repair would make one',
    event: deed('reply keys that a repair would make one'),
    outcome: 'failure',
  },
  {
    name: 'replies with 200 levels of nesting',
    event: deed('reply levels', { levels: 199 }),
    outcome: 'failure',
  },
  { name: 'replies 7 MB', event: deed('reply bytes', { bytes: 7_000_000 }), outcome: 'failure' },
];

const events: Fault[] = [
  {
    name: 'an event over the limit',
    event: deed('reply', { filler: 'x'.repeat(1024 * 1024) }),
    outcome: 'failure',
  },
  {
    name: 'an event of API Gateway, REST',
    event: eventFile('api-gateway-rest'),
    outcome: 'failure',
  },
  {
    name: 'an event of API Gateway, HTTP',
    event: eventFile('api-gateway-http'),
    outcome: 'failure',
  },
  { name: 'an event of a load balancer', event: eventFile('load-balancer'), outcome: 'failure' },
  { name: 'an event that is not JSON', event: Buffer.from('{"id":'), outcome: 'adapter' },
  { name: 'an event that is empty', event: Buffer.from(''), outcome: 'adapter' },
  {
    name: 'a client context that the adapter cannot read',
    event: deed('reply'),
    outcome: 'adapter',
    options: { clientContext: { custom: { a: 1 } } },
  },
];

const ends: Fault[] = [
  {
    name: 'never settles',
    event: deed('never settle'),
    outcome: 'deadline',
    options: { timeoutMs: 500 },
  },
  {
    name: 'blocks the event loop',
    event: deed('block the event loop'),
    outcome: 'deadline',
    options: { timeoutMs: 500 },
    endsProcess: true,
  },
  { name: 'exits with code 0', event: deed('exit', { code: 0 }), outcome: 'exit' },
  { name: 'exits with code 1', event: deed('exit', { code: 1 }), outcome: 'exit' },
  { name: 'is killed', event: deed('be killed'), outcome: 'exit' },
  { name: 'leaves an exception uncaught', event: deed('throw uncaught'), outcome: 'exit' },
  { name: 'leaves a rejection unhandled', event: deed('reject unhandled'), outcome: 'exit' },
  { name: 'runs out of memory', event: deed('run out of memory'), outcome: 'exit' },
  {
    name: 'gets SIGTERM and replies in time',
    event: deed('be told to end', { ms: 20 }),
    outcome: 'reply',
    endsProcess: true,
  },
  {
    name: 'gets SIGTERM and does not',
    event: deed('be told to end', { ms: 5000 }),
    outcome: 'failure',
    endsProcess: true,
  },
  {
    name: 'throws after its reply was sent',
    event: deed('reply, then throw', { ms: 150 }),
    outcome: 'reply',
    endsProcess: true,
  },
  {
    name: 'is met by a rejection of work left running before',
    before: deed('reply, with work left that rejects', { ms: 400 }),
    event: deed('reply slowly', { ms: 5000 }),
    outcome: 'exit',
  },
];

export const faults: readonly Fault[] = [...replies, ...failures, ...events, ...ends].map(
  (fault) => (fault.outcome === 'exit' ? { ...fault, endsProcess: true } : fault),
);
