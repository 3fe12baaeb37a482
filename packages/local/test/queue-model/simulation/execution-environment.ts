import type { EventContext, SqsEvent } from 'lwa-bridge';
import { type LambdaProcess, type ProcessEnd, startProcess } from './lambda-process.js';
import { never, type World } from './world.js';

/** How an invocation ended. */
export type Invoked =
  | { readonly how: 'replied'; readonly value: unknown }
  | { readonly how: 'threw' | ProcessEnd; readonly error: unknown };

/** One of Lambda's execution environments: an invocation at a time, in a process that is kept. */
export interface ExecutionEnvironment {
  invoke(event: SqsEvent, invocation: number): Promise<Invoked & { readonly remainingMs: number }>;
}

/** Makes an {@link ExecutionEnvironment}. A process that has ended is followed by a new one. */
export function createEnvironment(world: World, name: string): ExecutionEnvironment {
  const timeoutMs = world.scenario.timeout * 1000;
  let processes = 0;
  let process: LambdaProcess | undefined;
  const present = (): LambdaProcess => {
    if (process && !process.isOver()) return process;
    processes += 1;
    return startProcess(world, `${name}.${processes}`);
  };

  return {
    async invoke(event, invocation) {
      process = present();
      world.recorder.record({ type: 'invoked', invocation, process: process.name });
      const { handler, ended, end, isRunning } = process;
      const deadline = Date.now() + timeoutMs;
      const remainingMs = () => Math.max(0, deadline - Date.now());
      const controller = new AbortController();
      const giveSignal = () => {
        if (!isRunning()) return;
        world.recorder.record({ type: 'signalled', invocation });
        controller.abort(new Error('stop'));
      };
      // As `serveEvents` signals: a second before the deadline, or after half of a shorter time.
      const margin = Math.min(1000, timeoutMs / 2);
      const { signalAfter = timeoutMs - margin } = world.scenario;
      if (signalAfter === 0) giveSignal();
      const signalling = signalAfter === 'never' ? undefined : setTimeout(giveSignal, signalAfter);
      const timedOut = setTimeout(() => end('timed-out'), timeoutMs);

      const reply = async (): Promise<Invoked> => {
        // Something of an earlier invocation may have blocked it.
        if (!isRunning()) return never();
        try {
          const context = contextOf(invocation, controller.signal, remainingMs);
          const value = JSON.stringify(await handler(event, context));
          return { how: 'replied', value: value === undefined ? null : JSON.parse(value) };
        } catch (error) {
          return { how: 'threw', error };
        }
      };
      const result = await Promise.race([
        reply().then((replied) => (isRunning() ? replied : never())),
        ended.then((how) => ({ how, error: new Error(how) })),
      ]);
      clearTimeout(signalling);
      clearTimeout(timedOut);
      return { ...result, remainingMs: remainingMs() };
    },
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function contextOf(
  invocation: number,
  signal: AbortSignal,
  getRemainingTimeInMillis: () => number,
): EventContext {
  const name = 'simulated';
  const refuse = () => {
    throw new Error('no callbacks here');
  };
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '1',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    memoryLimitInMB: '128',
    awsRequestId: String(invocation),
    logGroupName: name,
    logStreamName: name,
    getRemainingTimeInMillis,
    done: refuse,
    fail: refuse,
    succeed: refuse,
    signal,
    log: silent,
  };
}
