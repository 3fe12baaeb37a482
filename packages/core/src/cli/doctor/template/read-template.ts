import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { CliError } from '../../cli-error.js';
import { cloudFormationTags } from './cloudformation-tags.js';
import { type Tree, type TreeMap, toTree } from './tree.js';

/**
 * Reads a template of CloudFormation or SAM, YAML or JSON.
 * @throws CliError where the file can't be read, is no YAML, or is no template
 */
export function readTemplate(file: string): TreeMap {
  return parseTemplate(file, readText(file));
}

/** The same for a template's text. */
export function parseTemplate(file: string, text: string): TreeMap {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    customTags: cloudFormationTags,
    // They are read, and found by a rule.
    uniqueKeys: false,
    merge: true,
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error) {
    // What follows is an excerpt of the file.
    const [reason] = error.message.split(':\n');
    throw new CliError(`${file} is neither YAML nor JSON: ${reason}`, { cause: error });
  }
  return refuseOther(
    file,
    wholeTree(file, () => toTree(file, document, lines)),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new CliError(`${file} can't be read: ${reason}`, { cause });
  }
}

function wholeTree(file: string, tree: () => Tree): Tree {
  try {
    return tree();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`${file} can't be read: ${reason}`, { cause });
  }
}

function refuseOther(file: string, tree: Tree): TreeMap {
  const resources = tree.kind === 'map' ? tree.entries.get('Resources') : undefined;
  if (tree.kind === 'map' && resources?.kind === 'map') return tree;
  throw new CliError(`${file} is no template of CloudFormation or SAM: it has no Resources`, {
    hint: 'Of a CDK app give the template that it makes: cdk synth, then cdk.out/<stack>.template.json',
  });
}
