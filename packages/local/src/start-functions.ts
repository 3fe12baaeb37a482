import { startFunctionPool } from './adapter/function-pool.js';
import type { LambdaFunction } from './adapter/lambda-function.js';
import { startWebProcess, type WebFunction } from './adapter/web-process.js';
import type { CloseStack } from './close-stack.js';
import type { LocalDefinition } from './definition.js';
import { entriesOf } from './entries-of.js';
import { type HandlerSurroundings, toHandlerProgram } from './to-handler-program.js';

/** Starts the functions that are invoked with events. */
export function startFunctions<FunctionName extends string>(
  definitions: LocalDefinition<FunctionName>['functions'],
  surroundings: HandlerSurroundings & { region: string; adapter: string | undefined },
  closing: CloseStack,
): Promise<Record<FunctionName, LambdaFunction>> {
  const { region, adapter } = surroundings;
  return startAll(definitions, closing, (name, definition) => {
    const { timeout = 30, concurrency } = definition;
    const program = toHandlerProgram(name, definition, surroundings);
    return startFunctionPool({
      ...program,
      ...{ region, adapter, concurrency, timeoutMs: timeout * 1000 },
    });
  });
}

/** Starts the functions that serve plain HTTP. */
export function startWebFunctions<WebName extends string>(
  definitions: LocalDefinition<string, WebName>['web'],
  surroundings: HandlerSurroundings,
  closing: CloseStack,
): Promise<Record<WebName, WebFunction>> {
  return startAll(definitions, closing, (name, definition) => {
    const program = toHandlerProgram(name, definition, surroundings);
    return startWebProcess({ ...program, port: definition.port });
  });
}

// All at the same time, and closed at the same time. Where one fails the others are waited for, so
// that they are closed too.
async function startAll<Name extends string, Definition, Part extends { close(): Promise<void> }>(
  definitions: Readonly<Record<Name, Definition>> | undefined,
  closing: CloseStack,
  start: (name: Name, definition: Definition) => Promise<Part>,
): Promise<Record<Name, Part>> {
  const parts = {} as Record<Name, Part>;
  closing.add(() => Promise.all(entriesOf(parts).map(([, part]) => part.close())));
  const settled = await Promise.allSettled(
    entriesOf(definitions).map(async ([name, definition]) => {
      parts[name] = await start(name, definition);
    }),
  );
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return parts;
}
