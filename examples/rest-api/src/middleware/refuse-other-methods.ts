import type { Hono } from 'hono';
import type { ApiEnv } from '../api-env.js';
import { Problem } from '../problem.js';

/** Answers 405, with what is allowed, to other methods on the paths of the routes that are there so far. */
export function refuseOtherMethods(app: Hono<ApiEnv>): void {
  const allowed = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue;
    const methods = allowed.get(path) ?? new Set();
    allowed.set(path, methods.add(method));
    // Hono answers HEAD as it would answer GET.
    if (method === 'GET') methods.add('HEAD');
  }
  for (const [path, methods] of allowed) {
    app.all(path, (c) => {
      const Allow = [...methods].join(', ');
      throw new Problem(405, `${c.req.path} has no ${c.req.method}.`, { headers: { Allow } });
    });
  }
}
