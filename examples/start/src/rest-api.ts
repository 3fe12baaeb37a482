/** Where the REST API is, and a token for it. */
export interface RestApi {
  readonly url: string;
  readonly token: string;
}

/** An answer of the REST API. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** When to ask again, in milliseconds; 0 where it says nothing of it. */
  readonly retryAfterMs: number;
}

/**
 * Calls the REST API.
 *
 * @param call - such as `GET /jobs/1`
 * @throws Error with the answer where it is none of success
 */
export async function callRestApi<Body>(
  { url, token }: RestApi,
  call: string,
  { body, signal }: { body?: object; signal: AbortSignal },
): Promise<Answer<Body>> {
  const [method = '', path = ''] = call.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal,
  });
  if (!response.ok) {
    throw new Error(`${call} was answered ${response.status}: ${await response.text()}`);
  }
  return {
    status: response.status,
    body: (await response.json()) as Body,
    retryAfterMs: Number(response.headers.get('Retry-After')) * 1000,
  };
}
