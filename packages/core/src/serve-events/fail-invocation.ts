import type { ServerResponse } from 'node:http';
import { toErrorPayload } from './error-payload.js';
import { writeJson } from './write-reply.js';

/**
 * Fails the invocation behind a response, so that Lambda sees a function error.
 *
 * HTTP 500 is one only where `AWS_LWA_ERROR_STATUS_CODES` covers it; elsewhere the adapter would
 * report a success, and closing the connection before any header is what it reports as an error.
 * A person with curl always gets the 500.
 */
export function failInvocation(
  response: ServerResponse,
  error: unknown,
  { closeConnection }: { closeConnection: boolean },
): void {
  // An answer that is under way or done belongs to another outcome.
  if (response.headersSent || response.destroyed) return;
  if (closeConnection) response.destroy();
  else writeJson(response, 500, JSON.stringify(toErrorPayload(error)));
}
