import { extname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventHandler } from '../../serve-events/event-context.js';
import { CliError } from '../cli-error.js';
import { exportAt, exportNames, type LoadedModule } from './exports.js';
import { findHandlerFile } from './find-handler-file.js';
import { type HandlerName, readHandlerName } from './handler-name.js';
import { listed } from './listed.js';

/**
 * Loads a handler: finds its file, imports it (an ES module as well as CommonJS) and takes its export.
 *
 * @param text - Lambda's name for it, such as `dist/orders.handler`
 * @throws CliError where there is none, or where its file throws
 */
export async function loadHandler(text: string): Promise<EventHandler> {
  const name = readHandlerName(text);
  const file = findHandlerFile(name);
  refuseTypeScript(file);
  const loaded = await importFile(file);
  refuseSecondServer(file);
  const value = exportAt(loaded, name.exportPath);
  if (typeof value !== 'function') throw noHandler(file, name, loaded);
  refuseGeneratorFunction(name, value);
  return value as EventHandler;
}

async function importFile(file: string): Promise<LoadedModule> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const message = `${shown(file)} failed while it was imported`;
    throw new CliError(message, { cause, showCause: true });
  }
}

function refuseTypeScript(file: string): void {
  if (!/^\.[mc]?ts$/.test(extname(file)) || process.features.typescript) return;
  throw new CliError(
    `${shown(file)} is TypeScript, which Node ${process.versions.node} does not run`,
    {
      hint: 'Compile it and run what comes of it; Node 22.18 and newer run TypeScript as it is.',
    },
  );
}

// What serveEvents leaves behind where it listens for signals: see signals.ts.
function refuseSecondServer(file: string): void {
  if (!(Symbol.for('lwa-bridge.stops') in globalThis)) return;
  throw new CliError(`${shown(file)} serves events itself when it is imported`, {
    hint: `Start it with node ${shown(file)}, or have it say: if (isMain(import.meta)) serveEvents(handler);`,
  });
}

function refuseGeneratorFunction({ text }: HandlerName, value: object): void {
  if (!/^\[object (Async)?GeneratorFunction]$/.test(Object.prototype.toString.call(value))) return;
  throw new CliError(`${text} is a generator function, which does nothing when it is called`, {
    hint: 'Make it an async function.',
  });
}

function noHandler(
  file: string,
  { text, exportPath }: HandlerName,
  loaded: LoadedModule,
): CliError {
  const value = exportAt(loaded, exportPath);
  if (value !== undefined)
    return new CliError(`${text} is no function, but of type ${typeof value}`);
  const names = exportNames(loaded);
  const exported = names.length > 0 ? `It exports ${listed(names)}.` : 'It exports nothing.';
  const hints = [exported];
  if (/^[mc]?[jt]s$/.test(exportPath[0] ?? '')) {
    const example = names.includes('handler') ? 'handler' : (names[0] ?? 'handler');
    hints.push(`The file's ending is left out: ${text.replace(/\.[mc]?[jt]s\b.*/, '')}.${example}`);
  }
  const message = `${shown(file)} exports no ${exportPath.join('.')}`;
  return new CliError(message, { hint: hints.join('\n') });
}

const shown = (file: string): string => relative(process.cwd(), file);
