import type { SqsHooks } from 'lwa-bridge';

/** Metrics of each batch and message, in CloudWatch's embedded metric format. */
export function emfMetrics(write = (line: string) => console.log(line)): SqsHooks {
  const put = (queue: string, values: Record<string, number>, unit: string) => {
    const Metrics = Object.keys(values).map((Name) => ({ Name, Unit: unit }));
    const metrics = { Namespace: 'Orders', Dimensions: [['Queue']], Metrics };
    const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [metrics] };
    write(JSON.stringify({ _aws, Queue: queue, ...values }));
  };
  return {
    onMessageEnd: ({ message, durationMs }) =>
      put(message.queue.name, { MessageDuration: durationMs }, 'Milliseconds'),
    onBatchEnd: ({ queue, messages, failed }) =>
      put(queue.name, { Messages: messages, Failed: failed }, 'Count'),
  };
}
