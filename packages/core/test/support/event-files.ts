import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { SqsEvent } from '../../src/sqs/message.js';

export const s3Events = eventFiles(new URL('../s3/events/', import.meta.url));
export const sqsEvents = eventFiles(new URL('../sqs/events/', import.meta.url));

/**
 * Pairs of files, `<name>.event.json` and `<name>.reply.json`; beside them may be the options of the
 * handler, `<name>.options.json`.
 */
function eventFiles(folder: URL) {
  const file = (name: string, kind: string) => new URL(`${name}.${kind}.json`, folder);
  const eventBytes = (name: string) => readFileSync(file(name, 'event'));
  const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));
  return {
    names: readdirSync(folder)
      .filter((name) => name.endsWith('.event.json'))
      .map((name) => name.replace('.event.json', '')),
    eventBytes,
    event: (name: string): SqsEvent => JSON.parse(eventBytes(name).toString()),
    reply: (name: string) => readJson(file(name, 'reply')),
    options(name: string) {
      const url = file(name, 'options');
      return existsSync(url) ? readJson(url) : {};
    },
  };
}
