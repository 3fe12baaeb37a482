import { expect, it } from 'vitest';
import { closeStack } from '../src/close-stack.js';

it('closes the last one first, each once', async () => {
  const closed: string[] = [];
  const stack = closeStack();
  stack.add(async () => {
    await Promise.resolve();
    closed.push('first');
  });
  stack.add(() => closed.push('second'));
  await Promise.all([stack.close(), stack.close()]);
  await stack.close();
  expect(closed).toEqual(['second', 'first']);
});

it('closes the others where one fails, and throws its error', async () => {
  const closed: string[] = [];
  const error = new Error('stuck');
  const stack = closeStack();
  stack.add(() => closed.push('first'));
  stack.add(() => Promise.reject(error));
  await expect(stack.close()).rejects.toBe(error);
  expect(closed).toEqual(['first']);
});

it('throws several errors together', async () => {
  const stack = closeStack();
  const errors = [new Error('one'), new Error('two')];
  for (const error of errors) stack.add(() => Promise.reject(error));
  await expect(stack.close()).rejects.toMatchObject({ errors: errors.reverse() });
});
