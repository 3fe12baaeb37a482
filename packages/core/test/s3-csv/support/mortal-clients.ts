import type { CsvServices } from './csv-services.js';

type Send = (command: never, options?: object) => Promise<unknown>;

/** What the clients of a worker meet that ends in the middle of one of its requests. */
export type Death =
  /** The request never reaches the service. */
  | 'before'
  /** The service does what was asked; nobody hears of it. */
  | 'after';

/**
 * Clients of a worker that ends at its request number `at`: from then on nothing reaches a service,
 * and no answer comes back. To the services it is as if its process had been killed.
 */
export function mortalClients({ s3, sqs, dynamodb }: CsvServices, at: number, death: Death) {
  const state = { requests: 0, operation: '' };
  const mortal = <Client extends object>(client: Client): Client =>
    new Proxy(client, {
      get(target, property, receiver) {
        if (property !== 'send') return Reflect.get(target, property, receiver);
        const send = (target as { send: Send }).send.bind(target);
        return async (command: never, options?: object) => {
          state.requests += 1;
          if (state.requests < at) return send(command, options);
          if (state.requests === at) {
            state.operation = (command as object).constructor.name;
            if (death === 'after') await send(command, options);
          }
          throw new Error('this worker is dead');
        };
      },
    });
  const clients = {
    s3Client: mortal(s3),
    sqsClient: mortal(sqs),
    dynamodbClient: mortal(dynamodb),
  };
  return { clients, state };
}
