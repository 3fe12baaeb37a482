import type { FauxqsApp } from './fauxqs-app.js';

const actionsWithUrls = ['CreateQueue', 'GetQueueUrl', 'ListQueues'];

/**
 * Gives queues URLs at the address that fauxqs listens on. Its own, `sqs.<region>.localhost`, does
 * not resolve on every machine, and the AWS SDK goes to a queue's URL even where the environment
 * names an endpoint.
 */
export function useLoopbackQueueUrls(app: FauxqsApp, region: string): void {
  app.addHook('onSend', (request, _reply, payload, done) => {
    const action = String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '');
    if (typeof payload !== 'string' || !actionsWithUrls.includes(action)) {
      return done(null, payload);
    }
    done(null, payload.replaceAll(`http://sqs.${region}.localhost:`, 'http://127.0.0.1:'));
  });
}
