import { readdirSync, readFileSync } from 'node:fs';
import type { SqsBatchResponse, SqsEvent } from '../../src/sqs/message.js';

const folder = new URL('events/', import.meta.url);

/** The names of all pairs `<name>.event.json`, `<name>.reply.json`. */
export const eventNames = readdirSync(folder)
  .filter((file) => file.endsWith('.event.json'))
  .map((file) => file.replace('.event.json', ''));

export function readEventFile(name: string): SqsEvent {
  return JSON.parse(readFileSync(new URL(`${name}.event.json`, folder), 'utf8'));
}

export function readReplyFile(name: string): SqsBatchResponse {
  return JSON.parse(readFileSync(new URL(`${name}.reply.json`, folder), 'utf8'));
}
