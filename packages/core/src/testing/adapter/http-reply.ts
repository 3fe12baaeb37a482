import { STATUS_CODES } from 'node:http';
import { bodyText } from './body-text.js';
import type { Answer } from './exchange.js';
import type { HttpSource } from './http-event.js';

/** The reply that the adapter makes of an answer to an HTTP request: whatever the status, a success. */
export function toHttpReply(answer: Answer, source: HttpSource): object {
  const { status, body } = answer;
  const text = bodyText(answer);
  const content = { body: text ?? body.toString('base64'), isBase64Encoded: text === undefined };
  // So that chunks, which it has put together, are announced to nobody.
  const { 'transfer-encoding': _, ...headers } = answer.headers;
  switch (source) {
    case 'api-gateway-v1':
      return { statusCode: status, headers: {}, multiValueHeaders: headers, ...content };
    case 'api-gateway-v2': {
      const { 'set-cookie': cookies = [], ...others } = headers;
      const single = firstValues(others);
      return { statusCode: status, headers: single, multiValueHeaders: {}, ...content, cookies };
    }
    case 'load-balancer':
      return {
        statusCode: status,
        statusDescription: `${status} ${STATUS_CODES[status] ?? ''}`,
        headers: firstValues(headers),
        multiValueHeaders: headers,
        ...content,
      };
  }
}

/** What streaming mode puts before the body of every answer. */
export function streamPrelude({ status, headers }: Answer): string {
  const {
    'set-cookie': cookies = [],
    'transfer-encoding': _,
    'content-type': type = ['application/octet-stream'],
    ...others
  } = headers;
  const prelude = { statusCode: status, headers: firstValues({ ...others, 'content-type': type }) };
  return JSON.stringify({ ...prelude, cookies }) + '\0'.repeat(8);
}

function firstValues(headers: Answer['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, [first = '']]) => [name, first]));
}
