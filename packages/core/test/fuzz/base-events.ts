import type { SqsEvent } from '../../src/sqs/message.js';
import { s3Event, s3ThroughSqsEvent, scheduledEvent, sqsEvent } from '../../src/testing/events.js';
import { s3Events } from '../support/event-files.js';
import { type JsonTree, toTree } from './json-tree.js';

const object = { bucket: 'acme-uploads', key: 'incoming/a b.csv' };
const messageAttributes = {
  tenant: { dataType: 'String', stringValue: 'acme' },
  price: { dataType: 'Number.cents', stringValue: '1250' },
  thumbnail: { dataType: 'Binary', binaryValue: 'AQID' },
};

const built: SqsEvent[] = [
  sqsEvent([{ order: 1 }, { order: 2 }, { order: 3 }]),
  sqsEvent(['text', 'null', '[]', '"quoted"', '7'], { messageAttributes }),
  sqsEvent([{ order: 4 }, { order: 5 }, { order: 6 }], {
    queueName: 'orders.fifo',
    groupId: (_body, index) => `group-${index % 2}`,
  }),
  s3ThroughSqsEvent([object, { ...object, key: 'incoming/ü+%.csv', versionId: 'v1' }]),
  sqsEvent([s3Event([object, { ...object, eventName: 'ObjectRemoved:Delete' }, object])]),
  sqsEvent([scheduledEvent(), s3Event([object])]),
];

/** The records of whole events, as trees: those of the event files, and built ones. */
export const baseEvents: readonly (readonly JsonTree[])[] = [
  ...s3Events.names.map(s3Events.event),
  ...built,
].map(({ Records }) => Records.map(toTree));
