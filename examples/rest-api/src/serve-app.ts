import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { InvocationEnv } from './invocation.js';

/** How long a shutdown may take, in milliseconds: Lambda allows about 300. */
const shutdownTimeoutMs = 250;

/**
 * Serves an app where the adapter looks for it: `AWS_LWA_PORT`, then `PORT`, then 8080. On SIGTERM
 * and SIGINT it answers what has been asked, then ends; the second signal ends it at once.
 */
export function serveApp(app: Hono<InvocationEnv>): void {
  const { AWS_LWA_PORT, PORT } = process.env;
  const port = Number(AWS_LWA_PORT || PORT || 8080);

  const server = serve({ fetch: app.fetch, port }, () => log('INFO', `listening on port ${port}`));
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    log('FATAL', `port ${port} is taken: choose another one with PORT`);
    process.exit(1);
  });

  const stop = () => {
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), shutdownTimeoutMs);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function log(level: string, message: string): void {
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), level, message }));
}
