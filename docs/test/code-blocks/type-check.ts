import { basename, dirname, extname, join } from 'node:path';
import ts from 'typescript';
import { type CodeBlock, root } from './code-block.js';

/** The languages that are type-checked, with what a block without a name is called. */
export const typed: Readonly<Record<string, string>> = {
  ts: '.ts',
  js: '.js',
  mjs: '.mjs',
  cjs: '.cjs',
};

/**
 * Type-checks blocks, as strictly as the library itself, in one program; gives what is wrong with
 * each. A page is a folder: its blocks with a `file` can import each other.
 */
export function typeCheck(blocks: readonly CodeBlock[]): Map<CodeBlock, string[]> {
  const files = new Map(blocks.map((block) => [pathOf(block), block]));
  if (files.size < blocks.length) throw new Error('two blocks of one page have the same file');
  const program = programOf(new Map([...files].map(([path, block]) => [path, sourceOf(block)])));
  return new Map(
    [...files].map(([path, block]) => {
      const file = program.getSourceFile(path);
      const found = file ? diagnosticsOf(program, file) : [];
      return [block, found.map((diagnostic) => say(diagnostic, block))];
    }),
  );
}

// In a folder that no page has to itself on disk; what the packages are found from, though. The
// example of a source file stands beside it, and finds what that finds.
function pathOf({ page, line, language, file }: CodeBlock): string {
  const name = `${basename(page, extname(page))}-${line}${typed[language]}`;
  if (!page.endsWith('.md')) return join(root, dirname(page), name);
  return join(root, 'docs/.blocks', page.replace(/\.md$/, ''), file ?? name);
}

const sourceOf = ({ before, text }: CodeBlock) => (before ? `${before}\n${text}` : text);

function programOf(sources: ReadonlyMap<string, string>): ts.Program {
  const options = { ...compilerOptions(), allowJs: true, checkJs: true };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const folders = new Set([...sources.keys()].map((path) => dirname(path)));
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || ts.sys.directoryExists(path);
  host.getSourceFile = (path, target, ...rest) => {
    const source = sources.get(path);
    if (source === undefined) return getSourceFile(path, target, ...rest);
    return ts.createSourceFile(path, source, target, true);
  };
  return ts.createProgram([...sources.keys()], options, host);
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(root, 'docs/tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  const core = (file: string) => [join(root, 'packages/core/src', file)];
  // The sources, so that no build has to come first.
  const paths = {
    'lwa-bridge': core('index.ts'),
    'lwa-bridge/jobs': core('jobs/index.ts'),
    'lwa-bridge/s3-csv': core('s3-csv/index.ts'),
    'lwa-bridge/testing': core('testing/index.ts'),
    'lwa-bridge-local': [join(root, 'packages/local/src/index.ts')],
  };
  return { ...options, paths, moduleDetection: ts.ModuleDetectionKind.Force };
}

function diagnosticsOf(program: ts.Program, file: ts.SourceFile): ts.Diagnostic[] {
  const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  // "Implicitly any": JavaScript has nowhere to write a type.
  const javaScript = /\.[cm]?js$/.test(file.fileName);
  return all.filter(({ code }) => !(javaScript && code >= 7005 && code <= 7053));
}

function say({ file, start = 0, messageText }: ts.Diagnostic, block: CodeBlock): string {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  const hidden = block.before ? block.before.split('\n').length : 0;
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) - hidden;
  return `${block.page}:${block.line + 1 + line} ${text}`;
}
