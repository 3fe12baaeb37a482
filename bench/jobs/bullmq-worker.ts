// The same work as a worker of BullMQ, ten at once.
import { Worker } from 'bullmq';
import { type Input, work } from './definitions.ts';

new Worker<Input>('bench', async ({ data }) => work(data), {
  connection: { path: process.env.REDIS_SOCKET ?? '' },
  concurrency: 10,
});
