import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Document, parseDocument } from 'yaml';
import { checkTemplate, type Diagnosis } from '../../../src/cli/doctor/check-template.js';
import { cloudFormationTags } from '../../../src/cli/doctor/template/cloudformation-tags.js';
import { parseTemplate } from '../../../src/cli/doctor/template/read-template.js';
import type { TreeMap } from '../../../src/cli/doctor/template/tree.js';

const folder = new URL('../../../../../examples/deploy/', import.meta.url);

/** The Dockerfile of the example's image. */
export const ownDockerfile = fileURLToPath(new URL('Dockerfile', folder));

/** The template of examples/deploy, as it is. */
export const ownTemplate = fileURLToPath(new URL('template.yaml', folder));

const text = readFileSync(ownTemplate, 'utf8');

/** Edits a template: the paths begin below `Resources`. */
export interface Edit {
  set(path: string, value: unknown): void;
  remove(path: string): void;
  /** Adds to the list that is there. */
  add(path: string, value: unknown): void;
  document: Document;
}

/** What doctor says of our own template after an edit. */
export function doctorAfter(edit: (template: Edit) => void): Diagnosis {
  return checkTemplate(ownAfter(edit), ownDockerfile);
}

/** Our own template after an edit. */
export function ownAfter(edit: (template: Edit) => void): TreeMap {
  const document = parseDocument(text, { customTags: cloudFormationTags });
  const keys = (path: string) => ['Resources', ...path.split('.')];
  edit({
    document,
    set: (path, value) => document.setIn(keys(path), document.createNode(value)),
    add: (path, value) => document.addIn(keys(path), document.createNode(value)),
    remove(path) {
      // What is not there can't be a trap once it is gone: the template has changed.
      if (!document.hasIn(keys(path))) throw new Error(`the template has no ${path}`);
      document.deleteIn(keys(path));
    },
  });
  return parseTemplate(ownTemplate, document.toString());
}
