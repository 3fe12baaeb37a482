import { expect, it } from 'vitest';
import type { Logger } from '../../src/serve-events/log.js';
import { invoke } from '../../src/testing/invoke.js';

const fail = () => {
  throw new Error('the log is full');
};
const loggers: [string, Logger][] = [
  ['that throws', { debug: fail, info: fail, warn: fail, error: fail }],
  ['whose child throws', { debug: fail, info: fail, warn: fail, error: fail, child: fail }],
];

it.each(loggers)('a logger %s fails no invocation', async (_what, log) => {
  const handler = async (_event: unknown, context: { log: Logger }) => {
    context.log.info({}, 'hello');
    return 'done';
  };
  expect(await invoke(handler, {}, { log })).toBe('done');
});

it.each(loggers)('a logger %s keeps a failure from nothing', async (_what, log) => {
  const handler = () => {
    throw new Error('as meant');
  };
  await expect(invoke(handler, {}, { log })).rejects.toThrow('as meant');
});
