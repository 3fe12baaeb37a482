import { describe, expect, it } from 'vitest';
import { allBlocks } from './all-blocks.js';
import { checkDockerfile } from './check-dockerfile.js';
import { checkJson } from './check-json.js';
import { checkYaml } from './check-yaml.js';
import { checkShell } from './shell/check-shell.js';
import { typeCheck, typed } from './type-check.js';

const blocks = allBlocks();
const inLanguage = (...languages: string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [`${block.page}:${block.line}`, block] as const);

it('every block says its language, and it is one that is checked here', () => {
  const checked = [...Object.keys(typed), 'json', 'yaml', 'dockerfile', 'sh', 'text'];
  const others = blocks.filter(({ language }) => !checked.includes(language));
  expect(others.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
});

describe('code is type-checked', () => {
  const code = inLanguage(...Object.keys(typed));
  const found = typeCheck(code.map(([, block]) => block));
  it.each(code)('%s', (_name, block) => expect(found.get(block)).toEqual([]));
});

describe('commands are known', () => {
  it.each(inLanguage('sh'))('%s', (_name, block) => expect(checkShell(block)).toEqual([]));
});

const checks = { json: checkJson, yaml: checkYaml, dockerfile: checkDockerfile };
const data = Object.entries(checks).flatMap(([language, check]) =>
  inLanguage(language).map(([name, { text }]) => ({ name, found: check(text) })),
);
it.each([{ name: 'every page', found: [] }, ...data])('data can be read: $name', ({ found }) => {
  expect(found).toEqual([]);
});
