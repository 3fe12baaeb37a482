import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
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
 * Sends a request to the handler and waits for its whole answer, until the deadline.
 *
 * @throws FunctionError where there is none, or its status is one of `errorStatusCodes`
 */
export async function exchange(
  url: string,
  { method, path, headers, body }: AdapterRequest,
  { deadline, requestId, timeoutMs }: SentContext,
  errorStatusCodes: ReadonlySet<number>,
): Promise<Answer> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), deadline - Date.now());
  const unlessLate = (error: Error) =>
    late.signal.aborted ? timedOut(requestId, timeoutMs) : error;
  // A connection of its own, which nobody can have closed meanwhile.
  const agent = new Agent({ keepAlive: true });
  try {
    const outgoing = request({
      ...urlToHttpOptions(new URL(url)),
      ...{ method, path, headers, agent, signal: late.signal },
    });
    outgoing.on('error', () => {}); // Whoever waits is told; there may be more than one.
    // Before a text, Node would write the headers as UTF-8 a second time.
    outgoing.end(typeof body === 'string' ? Buffer.from(body) : body);
    const incoming = await firstOf(outgoing).catch((cause) => {
      throw unlessLate(noAnswer(cause.syscall === 'connect' ? 'Connect' : 'SendRequest', cause));
    });
    const isCovered = errorStatusCodes.has(incoming.statusCode ?? 0);
    const answer = await readAnswer(incoming).catch((cause) => {
      if (isCovered) throw coveredStatus(incoming.statusCode, cause);
      throw unlessLate(brokenAnswer('transfer-encoding' in incoming.headers, cause));
    });
    // The adapter itself does not read the body of such an answer; it says why the handler failed.
    if (isCovered) throw coveredStatus(answer.status, readAdapterJson(bodyText(answer) ?? ''));
    return answer;
  } finally {
    clearTimeout(timer);
    agent.destroy();
  }
}

async function firstOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [incoming] = await once(outgoing, 'response');
  return incoming;
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { statusCode: status = 0, headersDistinct } = incoming;
  return { status, headers: headersDistinct as Answer['headers'], body: Buffer.concat(chunks) };
}
