import { LwaBridgeError } from 'lwa-bridge';
import type { InvokeOptions } from 'lwa-bridge/testing';
import { startFunctionBehindAdapter } from './function-behind-adapter.js';
import { type FunctionProcessOptions, startFunctionProcess } from './function-process.js';
import type { LambdaFunction } from './lambda-function.js';

/** Options of {@link startFunctionPool}. */
export interface FunctionPoolOptions extends FunctionProcessOptions {
  /**
   * How many processes may run, each with an invocation of its own: Lambda's concurrency. An
   * invocation beyond that waits, where Lambda would throttle it.
   * @default 1
   */
  concurrency?: number | undefined;
  /** The adapter's binary to run it behind. @default the stand-in */
  adapter?: string | undefined;
}

interface Member {
  readonly process: Promise<LambdaFunction>;
  running: number;
}

/**
 * Runs a function as Lambda does: one process per invocation that runs at the same time, started when
 * it is needed and kept for later ones. The first is started at once.
 *
 * @throws LwaBridgeError `ERR_FUNCTION_START` where the first process does not get ready.
 */
export async function startFunctionPool(options: FunctionPoolOptions): Promise<LambdaFunction> {
  const { concurrency = 1, adapter, ...processOptions } = options;
  const capacity = Number(options.env?.AWS_LAMBDA_MAX_CONCURRENCY) || 1;
  const members: Member[] = [];
  let closed = false;

  const add = (): Member => {
    const process = adapter
      ? startFunctionBehindAdapter({ ...processOptions, adapter })
      : startFunctionProcess(processOptions);
    const member = { process, running: 0 };
    members.push(member);
    member.process.catch(() => members.splice(members.indexOf(member), 1));
    return member;
  };
  const choose = (): Member => {
    const idlest = members.reduce<Member | undefined>(
      (best, member) => (best && best.running <= member.running ? best : member),
      undefined,
    );
    const full = !idlest || idlest.running >= capacity;
    return idlest && (!full || members.length >= concurrency) ? idlest : add();
  };

  const { name, url } = await add().process;

  return {
    name,
    url,
    async invoke(event: unknown, own?: InvokeOptions) {
      if (closed) throw new LwaBridgeError('ERR_SHUTTING_DOWN', `function "${name}" is closed`);
      const member = choose();
      member.running += 1;
      try {
        return await (await member.process).invoke(event, own);
      } finally {
        member.running -= 1;
      }
    },
    async close() {
      closed = true;
      const started = await Promise.allSettled(members.map(({ process }) => process));
      await Promise.all(
        started.map((result) => result.status === 'fulfilled' && result.value.close()),
      );
    },
  };
}
