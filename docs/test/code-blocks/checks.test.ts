import { describe, expect, it } from 'vitest';
import { checkDockerfile } from './check-dockerfile.js';
import { checkJson } from './check-json.js';
import { checkYaml } from './check-yaml.js';
import type { CodeBlock } from './code-block.js';
import { exampleBlocks } from './example-blocks.js';
import { markdownBlocks } from './markdown-blocks.js';
import { checkShell } from './shell/check-shell.js';
import { typeCheck } from './type-check.js';

const fence = '```';
const block = (language: string, text: string, marks = '') =>
  markdownBlocks(`# A page\n\n${marks}\n${fence}${language}\n${text}\n${fence}\n`, 'docs/page.md');

describe('blocks are found', () => {
  it('in a page, with their marks', () => {
    const marks = '<!-- file: a.ts -->\n<!-- before: const b = 1; -->';
    expect(block('ts', 'const a = b;', marks)).toEqual([
      {
        ...{ page: 'docs/page.md', line: 5, language: 'ts', text: 'const a = b;' },
        ...{ file: 'a.ts', before: 'const b = 1;' },
      },
    ]);
  });

  it('in a doc comment', () => {
    const source = `const a = 1;\n\n/**\n * What.\n *\n * ${fence}ts\n * a();\n *\n * b();\n * ${fence}\n */\n`;
    expect(exampleBlocks(source, 'a.ts')).toEqual([
      { page: 'a.ts', line: 6, language: 'ts', text: 'a();\n\nb();' },
    ]);
  });
});

describe('code', () => {
  const wrongByAPrelude = block('ts', '\nconst a: number = b;', "<!-- before: const b = ''; -->");
  const untyped = block('js', 'export const f = (event) => event.name;', '<!-- file: f.js -->');
  const wrong = block('js', "import { serve } from 'lwa-bridge';", '<!-- file: wrong.js -->');
  const a = block('ts', 'export const a = 1;', '<!-- file: src/a.ts -->');
  const importing = "import { a } from '../src/a.js';\nconst text: string = a;";
  const b = block('ts', importing, '<!-- file: test/b.ts -->');
  const checked = typeCheck([wrongByAPrelude, untyped, wrong, a, b].flat());
  const problems = (blocks: CodeBlock[]) => blocks.flatMap((block) => checked.get(block) ?? ['?']);

  it('is found wrong, by its line on the page, whatever comes before it', () => {
    expect(problems(wrongByAPrelude)).toEqual([expect.stringContaining('docs/page.md:6 Type')]);
  });

  it('of JavaScript may leave types out, and no more', () => {
    expect(problems(untyped)).toEqual([]);
    expect(problems(wrong)).toEqual([expect.stringContaining("no exported member 'serve'")]);
  });

  it('imports what else the page shows, each under its own name', () => {
    expect(problems(a)).toEqual([]);
    expect(problems(b)).toEqual([expect.stringContaining("'number' is not assignable")]);
    expect(() => typeCheck([...a, ...a])).toThrow('same file');
  });
});

it.each([
  ['npm install lwa-bridge zod@4 # and more', []],
  ['npm test >> a.txt && npm start', []],
  ['npm install left-pad', ['left-pad: no package']],
  ['PORT=1 npm run nothing && npm test', ['npm run nothing: there is no such script']],
  ['npx --yes left-pad', ['left-pad: no package']],
  ['npx lwa-bridge add a --kind sqs --help', []],
  ['npx lwa-bridge ad a', ['lwa-bridge ad: there is no such command']],
  ['lwa-bridge add a --kin=sqs', ['lwa-bridge add --kin=sqs: there is no such option']],
  ['rm -rf /', ['rm: no page']],
  ['scripts/nothing.sh', ['scripts/nothing.sh: there is no such file']],
  [`curl -X POST localhost -d '{\n"a": }'`, ['SyntaxError']],
  ["node 'a.js", ['Command failed']],
])('commands: %s', (text, expected) => {
  const found = block('sh', text).flatMap(checkShell);
  expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
});

it('data', () => {
  expect(checkJson('{"a": 1}')).toEqual([]);
  expect(checkJson('{a: 1}')).toHaveLength(1);
  expect(checkYaml('Arn: !GetAtt Queue.Arn\nText: !Sub a\nAll: !Join [",", [1]]')).toEqual([]);
  expect(checkYaml('Arn: !GetArn Queue.Arn')).toHaveLength(1);
  expect(checkYaml('a: 1\na: 2')).toHaveLength(1);
  expect(checkDockerfile('COPY a b\nCMD ["node", "a.js"]')).toEqual([]);
  expect(checkDockerfile('COPI a b')).toHaveLength(1);
});
