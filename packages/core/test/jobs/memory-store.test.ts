import type { JobItem } from '../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../src/jobs/store/memory-store.js';
import { jobStoreContract } from './support/job-store-contract.js';

jobStoreContract(async () => {
  const items = new Map<string, JobItem>();
  return {
    store: memoryStoreOf(items),
    readItem: async (id) => items.get(id),
    writeItem: async (item) => {
      items.set(item.job_id?.S ?? '', item);
    },
    close: async () => {},
  };
});
