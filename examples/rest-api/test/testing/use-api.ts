import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import {
  type Claims,
  startTokenIssuer,
  type TokenIssuer,
} from 'example-titanic/testing/token-issuer';
import { type LocalTitanic, useTitanic } from 'example-titanic/testing/use-titanic';
import { afterAll, beforeAll } from 'vitest';
import { createApp } from '../../src/handler.js';
import type { Settings } from '../../src/settings.js';

/** How the API is called; by default with a token that may do all. */
export interface Call {
  body?: string;
  headers?: Record<string, string>;
  /** `null` for a call without one. */
  token?: string | null;
}

/** The API behind a real server, for the tests of one file, with the tables, queues and the bucket it uses. */
export interface LocalApi {
  readonly titanic: LocalTitanic;
  readonly issuer: TokenIssuer;
  readonly url: string;
  /** Calls `POST /jobs`, say. */
  call(route: string, call?: Call): Promise<Response>;
  /** A token for this API; all of its claims can be others. */
  token(claims?: Claims): Promise<string>;
}

/** The largest upload of the API under test, in bytes. */
export const maxBytes = 1000;

const audience = 'titanic';
const scope = 'jobs:read jobs:write passengers:read uploads:write';
const bucket = 'titanic-test-uploads';

export function useApi(): LocalApi {
  const titanic = useTitanic({ buckets: { [bucket]: {} } });
  let started: { issuer: TokenIssuer; server: Server; url: string } | undefined;
  const running = () => {
    if (started) return started;
    throw new Error('the API is there when the tests run, not before');
  };

  beforeAll(async () => {
    const issuer = await startTokenIssuer();
    const settings: Settings = {
      port: 0,
      tokens: { issuer: issuer.url, audience, jwksUrl: new URL(issuer.jwksUrl) },
      origins: ['https://app.example.com'],
      uploads: { bucket, maxBytes },
    };
    const server = serve({ ...createApp(settings), hostname: '127.0.0.1', port: 0 }) as Server;
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    started = { issuer, server, url: `http://127.0.0.1:${port}` };
  });
  afterAll(async () => {
    started?.server.closeAllConnections();
    started?.server.close();
    await started?.issuer.close();
  });

  const token = (claims: Claims = {}) =>
    running().issuer.issue({ sub: 'somebody', aud: audience, scope, ...claims });
  return {
    titanic,
    token,
    get issuer() {
      return running().issuer;
    },
    get url() {
      return running().url;
    },
    async call(route, { body, headers, token: own } = {}) {
      const [method = '', path = ''] = route.split(' ', 2);
      const shown = own === undefined ? await token() : own;
      return fetch(`${running().url}${path}`, {
        method,
        headers: {
          ...(shown !== null && { Authorization: `Bearer ${shown}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body }),
      });
    },
  };
}
