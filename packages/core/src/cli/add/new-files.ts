import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative } from 'node:path';
import type { Kind } from './kinds.js';
import type { Project } from './project.js';

/** A new handler, as text: nothing is written yet. */
export interface NewHandler {
  /** By their path from the project's folder, with slashes; the test comes last. */
  readonly files: readonly NewFile[];
  /** The test's command. */
  readonly test: string;
  /** What goes under `Resources` of the SAM template. */
  readonly template: string;
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes the files of a new handler from templates/, where each is named `example`.
 *
 * @param name - in lower case, with hyphens, such as `new-orders`
 * @param dir - the folder of the sources, from the project's folder
 */
export function newHandler(name: string, kind: Kind, dir: string, project: Project): NewHandler {
  const folder = new URL(`./templates/${kind}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
  const sourceEnding = project.typescript ? '.ts' : '.js';
  const isTest = (file: string) => file.endsWith('.test.ts');
  const sources = readdirSync(folder).filter(
    (file) => file.endsWith(sourceEnding) && !isTest(file),
  );

  const pathOf = (file: string) =>
    posix.join(dir, file.replace('example', name).replace(/\.ts$|\.js$/, `.${project.ending}`));
  const files = [...sources.sort(), 'example.test.ts'].map((file) => ({
    path: pathOf(file),
    text: toSource(read(file), name, project),
  }));
  const testFile = pathOf('example.test.ts');
  return {
    files,
    test: testCommand(testFile, project),
    template: read('template.yaml')
      .replaceAll(/dist\/(example[a-z-]*)\.js/g, (_, file) =>
        compiled(pathOf(`${file}.ts`), project),
      )
      .replaceAll('Example', toPascalCase(name))
      .replaceAll('example', name)
      // As deep as it will be in the template.
      .replaceAll(/^(?=.)/gm, '  '),
  };
}

function toSource(
  text: string,
  name: string,
  { tests, ending, importsTypescript }: Project,
): string {
  const importEnding = importsTypescript ? ending : ending.replace('ts', 'js');
  return text
    .replaceAll(/'\.\/(example[a-z-]*)\.js'/g, `'./$1.${importEnding}'`)
    .replace("'node:test'", `'${tests}'`)
    .replaceAll('example', name);
}

function testCommand(testFile: string, project: Project): string {
  if (project.tests === 'vitest') return `npx vitest run ${testFile}`;
  if (!project.typescript || project.importsTypescript) return `node --test ${testFile}`;
  return `npx tsc && node --test ${compiled(testFile, project)}`;
}

/** What Node runs: the file itself, or what the compiler makes of it. */
function compiled(path: string, { typescript, rootDir, outDir }: Project): string {
  if (!typescript) return path;
  const output = path.replace(/ts$/, 'js');
  if (outDir === undefined) return output;
  return posix.join(outDir, relative(rootDir, output).replaceAll('\\', '/'));
}

function toPascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}
