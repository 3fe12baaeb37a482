import type { Settings } from './settings.js';

/** The command that sends an event to a server. */
export function curlLine(url: string, { passThroughPath }: Settings): string {
  return `curl -X POST ${url}${passThroughPath} -H 'Content-Type: application/json' -d '{}'`;
}
