import { FunctionError } from 'lwa-bridge/testing';
import { startFunctionProcess } from '../../src/adapter/function-process.js';
import type { LambdaFunction } from '../../src/adapter/lambda-function.js';
import { commandOf, type Lambda } from './lambda.js';

/** The stand-in of `lwa-bridge/testing`, in front of a process as `npm start` runs it. */
export const standIn: Lambda = {
  name: 'the stand-in',
  version: '1.0',
  isStandIn: true,
  async start(program) {
    const { name = 'local', env, concurrency, timeoutMs, memoryMb } = program;
    const lines: string[] = [];
    const start = () =>
      startFunctionProcess({
        ...{ name, timeoutMs, memoryMb, command: commandOf(program) },
        // The adapter stops waiting in time and goes on with the first event; this one just waits.
        readyTimeoutMs: env?.AWS_LWA_ASYNC_INIT ? 20_000 : undefined,
        env: { ...env, ...(concurrency && { AWS_LAMBDA_MAX_CONCURRENCY: `${concurrency}` }) },
        onEvent: (event) => event.type === 'function-log' && lines.push(event.line),
      });
    // A start that fails is an error there; in Lambda the next invocation tries again.
    let started: Promise<LambdaFunction> = start();
    const running = () => started.catch(() => (started = start()));
    const first = await started.catch(() => undefined);
    return {
      url: first?.url ?? '',
      async invoke(event, options) {
        const lambda = await running().catch((cause) => {
          throw new FunctionError({
            errorType: 'Runtime.ExitError',
            errorMessage: String(cause),
            cause,
          });
        });
        return lambda.invoke(event, options);
      },
      lines: () => lines,
      async [Symbol.asyncDispose]() {
        const lambda = await started.catch(() => undefined);
        await lambda?.close();
      },
    };
  },
};
