import { parseStatusCodes } from '../../serve-events/adapter-settings.js';
import type { InvokeOptions } from '../invoke.js';
import { replyTooLarge } from './adapter-errors.js';
import { readAdapterJson } from './adapter-json.js';
import { type AdapterRequest, toAdapterRequest } from './adapter-request.js';
import { bodyText } from './body-text.js';
import { contextHeaders } from './context-headers.js';
import { type Answer, exchange } from './exchange.js';
import { streamPrelude, toHttpReply } from './http-reply.js';

// Lambda's own limit for a reply.
const maxReplyBytes = 6_291_556;

/**
 * A stand-in for AWS Lambda Web Adapter 1.0 and the Lambda service behind it: sends an event to a
 * server as the adapter does, and makes of the answer what Lambda would.
 *
 * What it leaves out: of an HTTP event it sends the `requestContext` as it is, and not the adapter's
 * copy, which has just the fields that the adapter knows.
 *
 * @param payload - the event as JSON
 * @throws FunctionError where Lambda would report a function error
 */
export async function throughAdapter(
  url: string,
  payload: Uint8Array,
  options: InvokeOptions,
): Promise<unknown> {
  const context = contextHeaders(options);
  const request = toAdapterRequest(payload, context, options);
  const codes = parseStatusCodes(options.errorStatusCodes ?? '');
  const answer = await exchange(url, request, context, codes);
  const streamed = options.invokeMode?.toLowerCase() === 'response_stream';
  const reply = streamed ? toStream(answer) : toReply(answer, request);
  const size = Buffer.byteLength(streamed ? String(reply) : JSON.stringify(reply));
  if (size > maxReplyBytes) throw replyTooLarge(size, maxReplyBytes);
  return reply;
}

// What can't be read as JSON becomes `null`, a success.
function toReply(answer: Answer, { source }: AdapterRequest): unknown {
  if (source) return toHttpReply(answer, source);
  return readAdapterJson(bodyText(answer) ?? '') ?? null;
}

function toStream(answer: Answer): string {
  return streamPrelude(answer) + answer.body.toString('utf8');
}
