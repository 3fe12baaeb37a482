import { describe } from 'vitest';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../src/jobs/store/memory-store.js';
import { jobListContract } from './support/job-list-contract.js';
import { jobStoreContract } from './support/job-store-contract.js';

const setUp = async (listCompleted = false) => {
  const items = new Map<string, JobItem>();
  return {
    store: memoryStoreOf(items, { listCompleted }),
    readItem: async (id: string) => items.get(id),
    writeItem: async (item: JobItem) => {
      items.set(item.job_id?.S ?? '', item);
    },
    close: async () => {},
  };
};

jobStoreContract(setUp);
describe.each([false, true])('list, listCompleted: %s', (listCompleted) => {
  jobListContract(() => setUp(listCompleted));
});
