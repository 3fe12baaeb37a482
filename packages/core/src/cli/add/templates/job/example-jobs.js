import { createJobQueue } from 'lwa-bridge/jobs';

// Any Standard Schema will do; with zod this one is z.object({ id: z.string() }).
const Input = {
  '~standard': {
    version: 1,
    vendor: 'example',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
        ? { value: { id: value.id } }
        : { issues: [{ message: 'a text is missing', path: ['id'] }] },
  },
};

// Shared by the worker and by what enqueues: await jobs.enqueue('work', { id: 'a' })
export const jobs = createJobQueue({ work: { input: Input } });
