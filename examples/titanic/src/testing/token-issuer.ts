import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** An authorization server on this machine, of which there is what an API sees: its keys and its tokens. */
export interface TokenIssuer {
  /** Its URL: `iss` of its tokens. */
  readonly url: string;
  /** Where its public keys are. */
  readonly jwksUrl: string;
  /** How often its keys were asked for. */
  readonly asked: number;
  /**
   * A token of these claims, signed by its newest key. `iss`, `iat`, and `exp` in an hour are added; a claim that is
   * `undefined` is left out.
   */
  issue(claims: Claims): Promise<string>;
  /** Goes over to a new key, of `alg`. The one before is published no more. */
  rotate(alg?: string): Promise<void>;
  /** Has its keys asked for in vain, or no longer. */
  fail(failing: boolean): void;
  close(): Promise<void>;
}

/** The claims of a token. */
export type Claims = { readonly [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

/** Starts one on a free port, with a new key pair. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  let key = await newKey();
  let asked = 0;
  let failing = false;
  const server = createServer((_request, response) => {
    asked++;
    response.writeHead(failing ? 503 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(failing ? {} : { keys: [key.publicJwk] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    get asked() {
      return asked;
    },
    issue(claims) {
      const iat = Math.floor(Date.now() / 1000);
      const payload = { iss: url, iat, exp: iat + 3600, ...claims } as JWTPayload;
      const header = { alg: key.alg, kid: key.kid, typ: 'at+jwt' };
      return new SignJWT(payload).setProtectedHeader(header).sign(key.privateKey);
    },
    async rotate(alg) {
      key = await newKey(alg);
    },
    fail(now) {
      failing = now;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function newKey(alg = 'ES256'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const kid = crypto.randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicJwk };
}
