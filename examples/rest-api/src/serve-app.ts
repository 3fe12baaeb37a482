import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ApiEnv } from './api-env.js';
import { logLine } from './log-line.js';
import { readSettings, type Settings } from './settings.js';

/** How long a shutdown may take, in milliseconds: Lambda allows about 300. */
const shutdownTimeoutMs = 250;

/**
 * Serves an app where the adapter looks for it: `AWS_LWA_PORT`, then `PORT`, then 8080. Where the settings are
 * not complete it says so, and ends. On SIGTERM and SIGINT it answers what has been asked, then ends; the second
 * signal ends it at once.
 */
export function serveApp(createApp: (settings: Settings) => Hono<ApiEnv>): void {
  const settings = settingsOrEnd();
  const { port } = settings;
  const { fetch } = createApp(settings);

  const server = serve({ fetch, port }, () => logLine('INFO', `listening on port ${port}`));
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    giveUp(`port ${port} is taken: choose another one with PORT`);
  });

  const stop = () => {
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), shutdownTimeoutMs);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function settingsOrEnd(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error));
  }
}

function giveUp(reason: string): never {
  logLine('FATAL', reason);
  process.exit(1);
}
