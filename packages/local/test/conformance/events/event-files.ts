import { readdirSync, readFileSync } from 'node:fs';

/** An event shaped like the real one, byte for byte as its file has it. */
export interface EventFile {
  name: string;
  bytes: Buffer;
}

/** Events that the adapter turns into HTTP requests. */
export const httpEvents = read('http');

/** Events that it passes through. */
export const passedThroughEvents = read('passed-through');

/** One event of either kind. */
export function eventFile(name: string): Buffer {
  const found = [...httpEvents, ...passedThroughEvents].find((file) => file.name === name);
  if (!found) throw new Error(`no file for an event '${name}'`);
  return found.bytes;
}

function read(folder: string): EventFile[] {
  const url = new URL(`${folder}/`, import.meta.url);
  return readdirSync(url).map((file) => ({
    name: file.replace(/\.json$/, ''),
    bytes: readFileSync(new URL(file, url)),
  }));
}
