import type { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { adapterHeaders } from './adapter-headers.js';
import { type Child, type ChildOptions, startChild } from './child.js';
import { type Answer, send } from './http.js';

/** An event server in a process of its own. */
export interface ChildServer extends Child {
  readonly url: string;
  /** Sends an event as the adapter does. */
  post(event: object, how?: { agent?: Agent; deadlineMs?: number }): Promise<Answer>;
}

/** The program that these servers run. */
export const asTold = fileURLToPath(
  new URL('../serve-events/fixtures/as-told.mjs', import.meta.url),
);

/** Starts a server that does what its events say, with these options of `serveEvents`. */
export async function startServer(
  options: object = {},
  child: ChildOptions = {},
): Promise<ChildServer> {
  const env = { AWS_LWA_ERROR_STATUS_CODES: '500-599', OPTIONS: JSON.stringify(options) };
  const started = startChild(asTold, { ...child, env: { ...env, ...child.env } });
  const [, url = ''] = await started.prints(/listening: (\S+)/);
  return {
    ...started,
    url,
    post: (event, { agent, deadlineMs = 30_000 } = {}) =>
      send(url, {
        headers: adapterHeaders({ deadline: Date.now() + deadlineMs, request_id: 'r-1' }),
        body: JSON.stringify(event),
        ...(agent && { agent }),
      }),
  };
}
