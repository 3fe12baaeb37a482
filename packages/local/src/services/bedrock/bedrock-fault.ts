import { constants, type ServerHttp2Stream } from 'node:http2';

const headers = { ':status': 200, 'content-type': 'application/json' };

/** What each fault does to the stream of a request; `body` is the answer that nobody gets. */
const faults = {
  stall: () => {},
  'stall-midway': (stream, body) => {
    stream.respond(headers);
    stream.write(firstHalf(body));
  },
  cut: (stream, body) => {
    stream.respond(headers);
    stream.end(firstHalf(body));
  },
  garbage: (stream) => {
    stream.respond(headers);
    stream.end('<html><body>This is no answer of a model.</body></html>');
  },
  reset: (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  'reset-midway': (stream, body) => {
    stream.respond(headers);
    stream.write(firstHalf(body), () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  },
  disconnect: (stream) => stream.session?.destroy(),
  'disconnect-midway': (stream, body) => {
    stream.respond(headers);
    // Destroyed at once, the session would take what is written with it.
    stream.write(firstHalf(body), () => setImmediate(() => stream.session?.destroy()));
  },
  goaway: ({ session }) => {
    session?.goaway(constants.NGHTTP2_NO_ERROR, 0);
    setImmediate(() => session?.destroy());
  },
} satisfies Record<string, (stream: ServerHttp2Stream, body: string) => void>;

/**
 * How a reply of Bedrock can fail without being an error of Bedrock.
 *
 * - `stall`: nothing comes, and the connection stays open
 * - `stall-midway`: the same after half of the answer
 * - `cut`: the answer ends in the middle, as if it were whole
 * - `garbage`: a page of HTML with status 200
 * - `reset`, `reset-midway`: the HTTP/2 stream is reset, before the answer or in its middle
 * - `disconnect`, `disconnect-midway`: the connection is closed
 * - `goaway`: the server says that it goes, without having looked at the request, and closes
 */
export type BedrockFaultType = keyof typeof faults;

/**
 * Thrown by the reply function of the Bedrock stand-in, it breaks the reply on its way.
 *
 * @example
 * ```ts
 * import { BedrockFault, type BedrockReply } from 'lwa-bridge-local';
 *
 * export const reply: BedrockReply = () => {
 *   throw new BedrockFault('stall-midway');
 * };
 * ```
 */
export class BedrockFault extends Error {
  override readonly name = 'BedrockFault';
  readonly type: BedrockFaultType;

  constructor(type: BedrockFaultType) {
    super(`the reply is broken: ${type}`);
    this.type = type;
  }
}

/** Breaks the reply to the request of this stream; `body` is what it would have been. */
export function breakReply({ type }: BedrockFault, stream: ServerHttp2Stream, body: string): void {
  faults[type](stream, body);
}

function firstHalf(text: string): string {
  return text.slice(0, text.length / 2);
}
