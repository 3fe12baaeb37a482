import { errors } from 'jose';
import { Problem } from '../problem.js';

/** 401 for a request without a token (RFC 6750, 3.1: no error code then). */
export function unauthorized(detail: string): Problem {
  return new Problem(401, detail, { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** 403 for a token that is good, but not for this. */
export function insufficientScope(scope: string): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  return new Problem(403, `The token has no scope ${scope}.`, {
    headers: { 'WWW-Authenticate': challenge },
  });
}

/**
 * What the reason why a token was not verified is answered with: 401 where the token is to blame. Else the issuer's keys
 * could not be had: 503, because the same token may be good in a moment, and its holder should not throw it away.
 */
export function tokenProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!tokensToBlame.some((type) => error instanceof type)) {
    return new Problem(503, 'The token cannot be checked now.', {
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  const detail =
    error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid here.';
  const challenge = `Bearer error="invalid_token", error_description="${detail}"`;
  return new Problem(401, detail, { headers: { 'WWW-Authenticate': challenge }, cause: error });
}

const tokensToBlame = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];
