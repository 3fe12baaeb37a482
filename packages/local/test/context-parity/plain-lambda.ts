import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What became of an event. */
export interface Outcome {
  reply?: unknown;
  error?: { name: string; message: string };
}

/** A handler as Lambda's own runtime calls it, in a process of its own. */
export interface PlainLambda extends Disposable {
  invoke(event: unknown, traceId: string): Promise<Outcome>;
}

export async function startPlainLambda(
  handler: URL,
  env: Record<string, string>,
): Promise<PlainLambda> {
  const runtime = fileURLToPath(new URL('fixtures/plain-lambda.mjs', import.meta.url));
  const child = fork(runtime, [handler.href], {
    env: { PATH: process.env.PATH, ...env },
    execPath: process.execPath,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`the plain Lambda ended: ${errors}`);
  });
  ended.catch(() => {});
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  await answer();
  return {
    async invoke(event, traceId) {
      child.send({ event, requestId: crypto.randomUUID(), traceId });
      return answer();
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
