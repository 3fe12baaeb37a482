import { readFileSync } from 'node:fs';

/** `name@version` of an installed package. */
export function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return `${name}@${version}`;
}
