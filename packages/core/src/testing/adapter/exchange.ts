import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlToHttpOptions } from 'node:url';
import { brokenAnswer, coveredStatus, noAnswer, timedOut } from './adapter-errors.js';
import { readAdapterJson } from './adapter-json.js';
import type { AdapterRequest } from './adapter-request.js';
import { bodyText } from './body-text.js';
import type { SentContext } from './context-headers.js';

/** What the handler answered. */
export interface Answer {
  status: number;
  /** Every value of each header, by its name in lower case. */
  headers: Readonly<Record<string, readonly string[]>>;
  body: Buffer;
}

/**
 * Sends a request to the handler and waits for its whole answer, until the deadline. Past it the
 * connection stays open, as the adapter leaves it: what becomes of the handler is up to Lambda.
 *
 * @throws FunctionError where there is no answer, or its status is one of `errorStatusCodes`
 */
export function exchange(
  url: string,
  { method, path, headers, body }: AdapterRequest,
  { deadline, requestId, timeoutMs }: SentContext,
  errorStatusCodes: ReadonlySet<number>,
): Promise<Answer> {
  // A connection of its own, which nobody can have closed meanwhile.
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = urlToHttpOptions(new URL(url));
  const outgoing = request({ hostname, port, method, path, headers, agent });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Nor does it keep this process alive.
      outgoing.socket?.unref();
      reject(timedOut(requestId, timeoutMs));
    }, deadline - Date.now());
    readAnswer(outgoing, errorStatusCodes)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        agent.destroy();
      });
    // Before a text Node would write the headers as UTF-8, too, and so encode them twice.
    outgoing.end(Buffer.from(body));
  });
}

async function readAnswer(
  outgoing: ClientRequest,
  errorStatusCodes: ReadonlySet<number>,
): Promise<Answer> {
  const incoming = await headOf(outgoing);
  const { statusCode: status = 0, headersDistinct } = incoming;
  const answer = { status, headers: headersDistinct as Answer['headers'] };
  if (!errorStatusCodes.has(status)) return { ...answer, body: await bodyOf(incoming) };

  // The adapter itself does not read the body of such an answer; it says why the handler failed.
  const body = await Promise.race([bodyOf(incoming).catch(() => undefined), patience()]);
  const reason = body && readAdapterJson(bodyText({ ...answer, body }) ?? '');
  throw coveredStatus(status, reason);
}

async function headOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  // There may be more than one error, of which the first is told below.
  outgoing.on('error', () => {});
  try {
    const [incoming] = await once(outgoing, 'response');
    return incoming;
  } catch (cause) {
    const { syscall } = cause as NodeJS.ErrnoException;
    throw noAnswer(syscall === 'connect' ? 'Connect' : 'SendRequest', cause);
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch (cause) {
    throw brokenAnswer('transfer-encoding' in incoming.headers, cause);
  }
  return Buffer.concat(chunks);
}

function patience(): Promise<undefined> {
  return sleep(1000, undefined, { ref: false });
}
