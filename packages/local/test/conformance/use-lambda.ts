import { afterAll, beforeAll } from 'vitest';
import type { Lambda, Program, RunningLambda } from './lambda.js';

/** Runs a program for all tests of the suite around it. */
export function useLambda(lambda: Lambda, program: Program): () => RunningLambda {
  let running: RunningLambda | undefined;
  beforeAll(async () => {
    running = await lambda.start(program);
  });
  afterAll(() => running?.[Symbol.asyncDispose]());
  return () => {
    if (!running) throw new Error('the function has not been started');
    return running;
  };
}
