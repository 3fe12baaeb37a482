import type { MiddlewareHandler } from 'hono';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { ApiEnv } from '../api-env.js';
import type { TokenSettings } from '../settings.js';
import { insufficientScope, tokenProblem, unauthorized } from './token-problem.js';

/** Who calls, as the token says. */
export interface Caller {
  readonly subject: string;
  /** What it may do: `jobs:write`. */
  readonly scopes: ReadonlySet<string>;
}

/** How long the clocks here and there may differ, in seconds. */
const clockTolerance = 30;

/** How long to wait for the issuer's keys, in milliseconds. */
const timeoutDuration = 3000;

/**
 * Lets nobody pass without a token (a JWT, RFC 9068) that is signed by one of the issuer's published keys, is for
 * this audience, and has not ended. Only signatures that need a private key are taken: a token that asks for `none`,
 * or for an HMAC with the public key as its secret, is refused before any key is looked for.
 *
 * Keys are kept for ten minutes. One that is not known yet is asked for, at most twice a minute.
 */
export function authenticate({
  issuer,
  audience,
  jwksUrl,
}: TokenSettings): MiddlewareHandler<ApiEnv> {
  const keys = createRemoteJWKSet(jwksUrl, { timeoutDuration });
  const options = {
    ...{ issuer, audience, clockTolerance },
    algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    // `exp` is only looked at where there is one.
    requiredClaims: ['exp', 'sub'],
  };

  return async (c, next) => {
    c.header('Cache-Control', 'no-store');
    const token = readToken(c.req.header('Authorization'));
    const caller = await jwtVerify(token, keys, options)
      .then(({ payload }) => readCaller(payload))
      .catch((error: unknown) => {
        throw tokenProblem(error);
      });
    c.set('caller', caller);
    await next();
  };
}

/** Lets those pass whose token has this scope. */
export function requireScope(scope: string): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    if (c.get('caller').scopes.has(scope)) return next();
    throw insufficientScope(scope);
  };
}

function readToken(header: string | undefined): string {
  const [, token] = header?.match(/^Bearer +([\w.~+/-]+=*)$/i) ?? [];
  if (token) return token;
  throw unauthorized('A bearer token is wanted.');
}

function readCaller(payload: JWTPayload): Caller {
  const { sub, scope } = payload;
  // Whom the log and keys of idempotency know by it.
  if (typeof sub !== 'string' || sub === '') {
    throw new errors.JWTClaimValidationFailed('sub is no name', payload, 'sub', 'invalid');
  }
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  return { subject: sub, scopes: new Set(scopes) };
}
