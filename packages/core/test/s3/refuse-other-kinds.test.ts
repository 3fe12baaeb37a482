import { describe, expect, it } from 'vitest';
import { s3Handler } from '../../src/s3/s3-handler.js';

// None of them compiles.
describe('s3Handler refuses an option of another kind', () => {
  it.each<[string, object]>([
    ['prefix: a text, got null', { prefix: null }],
    ['prefix: a text, got 5', { prefix: 5 }],
    ['prefix: a text, got 5n', { prefix: 5n }],
    ["suffix: a text, got [ '.csv', '.txt' ]", { suffix: ['.csv', '.txt'] }],
    ['suffix: a text, got /csv$/', { suffix: /csv$/ }],
    ['bucket: a text, got null', { bucket: null }],
    ["events: a list of names, got 'ObjectCreated:*'", { events: 'ObjectCreated:*' }],
    ['events: a list of names, got [ null ]', { events: [null] }],
    ["otherBuckets: 'fail' or 'skip', got 'Fail'", { otherBuckets: 'Fail' }],
    ['output: an object with a bucket or a prefix, got null', { output: null }],
    ["output: an object with a bucket or a prefix, got 'done/'", { output: 'done/' }],
    ['output.prefix: a text, got 5', { output: { prefix: 5 } }],
    ['output.bucket: a text, got null', { output: { bucket: null } }],
    ['output.suffix: a text, got null', { output: { prefix: 'done/', suffix: null } }],
    ['output: there is no option prefex; is prefix meant?', { output: { prefex: 'done/' } }],
    ['output[1].bucket: a text, got 5', { output: [{ prefix: 'done/' }, { bucket: 5 }] }],
    [
      'output[1]: an object with a bucket or a prefix, got undefined',
      { output: [{ prefix: 'done/' }, undefined] },
    ],
    [
      'output[0]: an object with a bucket or a prefix, got [ [Object] ]',
      { output: [[{ prefix: 'done/' }]] },
    ],
  ])('%s', (message, option) => {
    const options = { bucket: 'in', prefix: 'incoming/', ...option };
    expect(() => s3Handler(() => {}, options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS', message: `s3Handler: ${message}` }),
    );
  });

  it('also where no output is compared, since nothing that it handles is created', () => {
    const options = { events: ['ObjectRemoved:*'], output: null } as object;
    expect(() => s3Handler(() => {}, options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});
