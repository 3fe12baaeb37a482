import type { MessageQueue } from './message.js';

/**
 * Makes a reader of queue ARNs that keeps the last queue: all messages of a batch are of one, and a
 * batch may have 10,000.
 */
export function queueReader(): (arn: unknown) => MessageQueue {
  let last: MessageQueue = readQueue('');
  return (arn) => {
    const text = typeof arn === 'string' ? arn : '';
    if (text !== last.arn) last = readQueue(text);
    return last;
  };
}

/** Whether this is the ARN of a FIFO queue. */
export function isFifo(arn: unknown): boolean {
  return typeof arn === 'string' && arn.endsWith('.fifo');
}

function readQueue(arn: string): MessageQueue {
  const [, partition = '', , region = '', account = '', name = ''] = arn.split(':');
  const domain = domains.get(partition) ?? 'amazonaws.com';
  return {
    name,
    arn,
    url: name && `https://sqs.${region}.${domain}/${account}/${name}`,
    fifo: isFifo(arn),
  };
}

// Of the partitions that have one of their own.
const domains = new Map([
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-eusc', 'amazonaws.eu'],
  ['aws-iso', 'c2s.ic.gov'],
  ['aws-iso-b', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'csp.hci.ic.gov'],
]);
