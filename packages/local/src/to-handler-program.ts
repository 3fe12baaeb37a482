import { resolve } from 'node:path';
import type { HandlerProgram } from './adapter/handler-program.js';
import type { HandlerDefinition, Resources } from './definition.js';
import type { OnLocalEvent } from './local-event.js';

/** What a function's process is made from, beside its definition. */
export interface HandlerSurroundings {
  resources: Resources;
  /** The variables that let it reach the services. */
  env: Readonly<Record<string, string>>;
  onEvent: OnLocalEvent;
}

/** The program that a function of the definition runs. */
export function toHandlerProgram(
  name: string,
  definition: HandlerDefinition,
  { resources, env, onEvent }: HandlerSurroundings,
): HandlerProgram {
  const { cwd = process.cwd(), environment = {}, memoryMb, readyTimeoutMs } = definition;
  const variables = typeof environment === 'function' ? environment(resources) : environment;
  return {
    name,
    command: definition.command ?? [process.execPath, resolve(definition.file)],
    cwd,
    env: { ...env, ...variables },
    memoryMb,
    readyTimeoutMs,
    onEvent,
  };
}
