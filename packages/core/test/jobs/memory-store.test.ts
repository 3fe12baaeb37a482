import { type JobItem, memoryStore } from '../../src/jobs/index.js';
import { jobStoreContract } from './support/job-store-contract.js';

jobStoreContract(async () => {
  const items = new Map<string, JobItem>();
  return {
    store: memoryStore(items),
    readItem: async (id) => items.get(id),
    writeItem: async (item) => {
      items.set(item.job_id?.S ?? '', item);
    },
    close: async () => {},
  };
});
