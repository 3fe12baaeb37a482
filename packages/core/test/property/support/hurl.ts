import { connect } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** How bytes are sent. */
export interface Hurling {
  /** Sent one after the other. */
  pieces: readonly Buffer[];
  /** Milliseconds between two pieces; 0 is the next turn of the event loop. */
  gapMs?: number;
  /** What comes after the last one: the end of the sending side, a reset, or nothing. */
  ending?: 'end' | 'reset' | 'wait';
  /** Where nothing follows: this is enough. */
  until?: (received: string) => boolean;
}

/** What came back until the server closed the connection, or it was enough. */
export interface Received {
  text: string;
  closed: boolean;
}

/** Nothing takes longer, however busy the machine is; a connection that does hangs. */
const hangMs = 5000;

/**
 * Sends bytes over a connection of their own.
 *
 * @throws Error where the server keeps the connection without a word
 */
export async function hurl(
  url: string,
  { pieces, gapMs = 0, ending = 'end', until = () => false }: Hurling,
): Promise<Received> {
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname,
    port: Number(port),
    allowHalfOpen: true,
    noDelay: true,
  });
  let text = '';
  let closed = false;
  const over = new Promise<void>((resolve) => {
    const enough = () => ending === 'wait' && until(text) && resolve();
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      enough();
    });
    // The other side's end, or a reset, which is one way of closing.
    socket.on('end', () => {
      closed = true;
      resolve();
    });
    socket.on('close', () => {
      closed = true;
      resolve();
    });
    socket.on('error', () => {});
    enough();
  });
  try {
    for (const piece of pieces) {
      if (closed) break;
      socket.write(piece);
      await (gapMs === 0 ? setImmediate() : sleep(gapMs));
    }
    if (ending === 'end') {
      // Node answers nobody who has ended already.
      await sleep(3);
      socket.end();
    }
    if (ending === 'reset') socket.resetAndDestroy();
    const late = sleep(hangMs, 'late', { ref: false });
    if ((await Promise.race([over, late])) === 'late') {
      throw new Error(`the connection hangs; received ${JSON.stringify(text)}`);
    }
    return { text, closed };
  } finally {
    socket.destroy();
  }
}
