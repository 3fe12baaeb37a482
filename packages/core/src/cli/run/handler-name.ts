import { basename } from 'node:path';
import { CliError } from '../cli-error.js';

/** A handler by Lambda's name for it: `dist/orders.handler`, `dist/orders.routes.create`. */
export interface HandlerName {
  readonly text: string;
  /** The file, without its ending. */
  readonly file: string;
  /** The way from the file's exports to the function. */
  readonly exportPath: readonly string[];
}

/**
 * Reads a handler's name by the rule of Lambda's own Node runtime: the first dot after the last slash
 * parts the file from what it exports.
 *
 * @throws CliError for a name without both
 */
export function readHandlerName(text: string): HandlerName {
  const last = basename(text);
  const dot = last.indexOf('.');
  const file = text.slice(0, text.lastIndexOf(last) + dot);
  const exportPath = last.slice(dot + 1).split('.');
  if (dot > 0 && !exportPath.includes('')) return { text, file, exportPath };
  throw new CliError(`'${text}' names no handler`, {
    hint: 'A handler is named by its file, without its ending, and by its export: dist/orders.handler',
  });
}
