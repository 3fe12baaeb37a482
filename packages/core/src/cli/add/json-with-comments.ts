import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const comments = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const lastCommas = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g;

/** Parses JSON that may hold comments and trailing commas, as a tsconfig.json does. */
function parseJsonWithComments(text: string): unknown {
  // Texts are matched as well, so that what looks like either in them stays.
  const keepTexts = (_: string, quoted?: string) => quoted ?? '';
  return JSON.parse(
    text
      .replace(/^\uFEFF/, '')
      .replace(comments, keepTexts)
      .replace(lastCommas, keepTexts),
  );
}

/** Reads such a file. What is not there is `undefined`, what can't be read counts as empty. */
export function readJson(folder: string, name: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return Object(parseJsonWithComments(text));
  } catch {
    return {};
  }
}
