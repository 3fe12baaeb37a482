import { STATUS_CODES } from 'node:http';
import { expect } from 'vitest';

/** Expects problem details of this status, and gives them. */
export async function expectProblem(
  response: Response,
  status: number,
  fields: object = {},
): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as Record<string, unknown>;
  expect({ ...problem, http: response.status }).toMatchObject({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    http: status,
    requestId: response.headers.get('x-request-id'),
    ...fields,
  });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problem;
}
