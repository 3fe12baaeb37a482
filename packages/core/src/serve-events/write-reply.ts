import type { ServerResponse } from 'node:http';

/** Answers 200 with JSON that is complete before its first byte is sent. */
export function writeReply(response: ServerResponse, json: string): void {
  writeJson(response, 200, json);
}

/** Writes a JSON body in the one form that the adapter passes on: with a length, never compressed. */
export function writeJson(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
