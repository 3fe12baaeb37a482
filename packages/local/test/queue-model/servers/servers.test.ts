import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../../../src/services/services.js';
import { compare, type ServerHabits, TooLate } from './compare.js';
import { anyProgram, type QueueProgram, slowDown } from './queue-commands.js';
import { createRealQueue } from './real-queue.js';

// ElasticMQ where TEST_SQS_URL says that it runs, else the embedded server.
const url = process.env.TEST_SQS_URL;
const server = url ? 'ElasticMQ' : 'fauxqs';
const habits: ServerHabits = url
  ? { messagesPerGroup: 10, givesAheadOfFlight: true }
  : { messagesPerGroup: 1, givesAheadOfFlight: false };
const seed = Number(process.env.FC_SEED) || 1;
const numRuns = 12;
const slowest = 8;

let services: Services;
let sqs: Services['clients']['sqs'];

beforeAll(async () => {
  services = await startServices({ env: { ...(url && { AWS_ENDPOINT_URL_SQS: url }) } });
  sqs = services.clients.sqs;
});
afterAll(() => services.close());

describe.concurrent(`the model agrees with ${server}`, () => {
  it.each([
    ['standard', false],
    ['FIFO', true],
  ])('on a %s queue', { timeout: 300_000 }, async (kind, fifo) => {
    const programs = fc.sample(anyProgram(fifo), { numRuns, seed });
    const results = programs.map(async (program, index) => {
      // Not all bursts at the same moment.
      await sleep(index * 120);
      await compareInTime(program, `seed-${seed}-${kind}-${index}`);
    });
    await expect(Promise.all(results)).resolves.toHaveLength(numRuns);
  });
});

// On a machine that has much else to do, it is done more slowly.
async function compareInTime(program: QueueProgram, name: string, slowness = 1): Promise<void> {
  const slower = slowDown(program, slowness);
  try {
    const real = await createRealQueue(sqs, `${name}-${slowness}`, slower);
    await compare(slower, real, habits);
  } catch (error) {
    if (!(error instanceof TooLate) || slowness === slowest) throw error;
    await compareInTime(program, name, slowness * 2);
  }
}
