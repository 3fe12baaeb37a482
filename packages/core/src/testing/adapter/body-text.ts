import type { Answer } from './exchange.js';

const textTypes =
  /^(?:text|application\/(?:json|javascript|xml|yaml))|^\s*[^;]*\+(?:json|xml|yaml)(?:;|$)/;

/**
 * The body of an answer as the adapter decodes it, with the charset of its type (UTF-8 without one) or of
 * its byte order mark; `undefined` where the adapter takes it for binary: with any content encoding,
 * even an empty one, and with a type that is not among its text types, which it knows in lower case only.
 */
export function bodyText({ headers, body }: Answer): string | undefined {
  if (headers['content-encoding']) return undefined;
  const type = headers['content-type']?.[0];
  const forced = headers['x-lambda-http-content-encoding']?.[0] === 'text';
  if (type !== undefined && !textTypes.test(type) && !forced) return undefined;
  return decoder(byteOrder(body) ?? charsetOf(type)).decode(body);
}

function byteOrder(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined;
}

function charsetOf(type = ''): string {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? 'utf-8';
}

function decoder(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}
