import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { s3Handler } from '../../src/index.js';
import { createJobQueue } from '../../src/jobs/index.js';
import { s3CsvHandler } from '../../src/s3-csv/index.js';
import { deliver, s3ThroughSqsEvent } from '../../src/testing/index.js';

describe('options of a class', () => {
  class Options {
    readonly #folder = 'in/';
    get prefix() {
      return this.#folder;
    }
    get bucket() {
      return 'uploads';
    }
    describe() {
      return this.#folder;
    }
  }

  it.each([
    ['s3Handler', s3Handler],
    ['s3CsvHandler', s3CsvHandler],
  ] as const)('%s reads its getters', async (_, makeHandler) => {
    const event = s3ThroughSqsEvent([{ bucket: 'uploads', key: 'out/1.csv' }]);
    const handler = makeHandler(() => {
      throw new Error('not to be worked on');
    }, new Options());
    expect(await deliver(handler, event)).toMatchObject({ deleted: ['message-1'] });
  });

  it('createJobQueue reads its getters', () => {
    class Table {
      get table() {
        return 'jobs-of-mine';
      }
    }
    expect(createJobQueue({ analyse: { input: z.unknown() } }, new Table()).parts.store.table).toBe(
      'jobs-of-mine',
    );
  });
});
