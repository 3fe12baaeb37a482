import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalEvent } from '../../src/local-event.js';
import { createQueues } from '../../src/resources/queues.js';
import { type Services, startServices } from '../../src/services/services.js';

let services: Services;
beforeAll(async () => {
  services = await startServices({ env: { AWS_REGION: 'eu-north-1' } });
});
afterAll(() => services.close());

async function attributesOf(QueueUrl: string) {
  const { Attributes } = await services.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes ?? {};
}

it('are made with their attributes, the dead-letter queue wherever it stands', async () => {
  const events: LocalEvent[] = [];
  const queues = await createQueues(
    services.clients.sqs,
    {
      work: {
        visibilityTimeout: 90,
        delay: 3,
        redrive: { deadLetterQueue: 'dead', maxReceiveCount: 4 },
      },
      dead: {},
      'in-order.fifo': { contentBasedDeduplication: true },
    },
    (event) => events.push(event),
  );
  expect(queues.work).toEqual({
    name: 'work',
    url: `${services.endpoints.sqs}/000000000000/work`,
    arn: 'arn:aws:sqs:eu-north-1:000000000000:work',
    visibilityTimeout: 90,
  });
  const work = await attributesOf(queues.work.url);
  expect(work).toMatchObject({ VisibilityTimeout: '90', DelaySeconds: '3' });
  expect(JSON.parse(work.RedrivePolicy ?? '')).toMatchObject({
    deadLetterTargetArn: queues.dead.arn,
    maxReceiveCount: 4,
  });
  expect(await attributesOf(queues.dead.url)).toMatchObject({ VisibilityTimeout: '30' });
  expect(await attributesOf(queues['in-order.fifo'].url)).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
  });
  expect(events.map(({ type }) => type)).toEqual(Array(3).fill('queue-ready'));
});

it('that are there already get the new attributes', async () => {
  const { sqs } = services.clients;
  await createQueues(sqs, { again: { visibilityTimeout: 10 } }, () => {});
  const { again } = await createQueues(sqs, { again: { visibilityTimeout: 20 } }, () => {});
  expect(await attributesOf(again.url)).toMatchObject({ VisibilityTimeout: '20' });
});
