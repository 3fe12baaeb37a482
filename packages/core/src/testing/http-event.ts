/** The HTTP request that the adapter makes of an event. */
export interface HttpEventRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
  /** The value of `x-amzn-request-context`. */
  requestContext: unknown;
}

type Fields = Record<string, unknown>;

/**
 * The HTTP request that the adapter makes of an event which looks like one of API Gateway, a
 * Function URL or a load balancer; `undefined` for all others.
 */
export function toHttpRequest(event: unknown): HttpEventRequest | undefined {
  const { requestContext, httpMethod, path, rawPath, rawQueryString } = fields(event);
  const { http, elb, requestId, resourceId } = fields(requestContext);
  const version2 = fields(http);
  if (typeof version2.method === 'string') {
    const query = typeof rawQueryString === 'string' && rawQueryString ? `?${rawQueryString}` : '';
    const target = typeof rawPath === 'string' ? rawPath : String(version2.path ?? '/');
    return request(event, version2.method, `${target}${query}`, requestContext);
  }
  const isVersion1 = requestId !== undefined || resourceId !== undefined || elb !== undefined;
  if (typeof httpMethod === 'string' && isVersion1) {
    const query = queryOf(fields(event).queryStringParameters);
    return request(event, httpMethod, `${path ?? '/'}${query}`, requestContext);
  }
  return undefined;
}

function request(
  event: unknown,
  method: string,
  path: string,
  requestContext: unknown,
): HttpEventRequest {
  const { headers, body, isBase64Encoded } = fields(event);
  const text = typeof body === 'string' ? body : '';
  return {
    method,
    path,
    headers: Object.fromEntries(
      Object.entries(fields(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
    requestContext,
  };
}

function queryOf(parameters: unknown): string {
  const query = new URLSearchParams(fields(parameters) as Record<string, string>).toString();
  return query && `?${query}`;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
