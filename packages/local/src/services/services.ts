import { closeStack } from '../close-stack.js';
import type { OnLocalEvent } from '../local-event.js';
import { type BedrockReply, startBedrock } from './bedrock/start-bedrock.js';
import { type Clients, createClients, destroyClients } from './clients.js';
import { credentialVariables, staticCredentials } from './credentials.js';
import { startDynamoDb } from './dynamodb.js';
import {
  type Endpoints,
  type Environment,
  endpointVariables,
  givenEndpoints,
  type ServiceName,
} from './endpoints.js';
import type { ObjectChange } from './object-changes.js';
import { startSqsAndS3 } from './sqs-and-s3.js';

/** Options of {@link startServices}. */
export interface ServicesOptions {
  /** Where endpoints, region and credentials are read from. @default process.env */
  env?: Environment | undefined;
  /** Starts the Bedrock stand-in with these answers. Without it there is no Bedrock. */
  bedrock?: BedrockReply | undefined;
  onEvent?: OnLocalEvent | undefined;
}

/** The running services. */
export interface Services {
  readonly endpoints: Endpoints;
  /** Which of them run here, and were not given by the environment. */
  readonly embedded: ReadonlySet<ServiceName>;
  readonly region: string;
  /** What a child process needs to reach them, to be added to its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly clients: Clients;
  /** Tells of each change of an object in the embedded S3. */
  onObjectChange(listener: (change: ObjectChange) => void): void;
  close(): Promise<void>;
}

/**
 * Starts SQS, S3, DynamoDB and Bedrock on free ports, except where the environment names an
 * endpoint: `AWS_ENDPOINT_URL_SQS`, `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL_DYNAMODB`,
 * `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, or `AWS_ENDPOINT_URL` for the first three.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for an endpoint that is not a URL.
 */
export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  const { env = process.env, bedrock, onEvent } = options;
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
  const given = givenEndpoints(env);
  const endpoints: Partial<Record<ServiceName, string>> = { ...given };
  const listeners = new Set<(change: ObjectChange) => void>();
  const closing = closeStack();

  try {
    if (!given.sqs || !given.s3) {
      const onObjectChange = (change: ObjectChange) => {
        for (const listener of listeners) listener(change);
      };
      const { url, close } = await startSqsAndS3({ region, onObjectChange });
      closing.add(close);
      endpoints.sqs ??= url;
      endpoints.s3 ??= url;
    }
    if (!given.dynamodb) {
      const { url, close } = await startDynamoDb();
      closing.add(close);
      endpoints.dynamodb = url;
    }
    if (!given.bedrockRuntime && bedrock) {
      const { url, close } = await startBedrock({
        reply: bedrock,
        onAnswer: (answer) => onEvent?.({ type: 'bedrock-answered', ...answer }),
      });
      closing.add(close);
      endpoints.bedrockRuntime = url;
    }
  } catch (error) {
    await closing.close();
    throw error;
  }

  const names = Object.keys(endpointVariables) as ServiceName[];
  const embedded = new Set(names.filter((name) => endpoints[name] && !given[name]));
  for (const service of names) {
    const url = endpoints[service];
    if (url) onEvent?.({ type: 'service-ready', service, url, embedded: embedded.has(service) });
  }

  const credentials = credentialVariables(env, Object.keys(given).length > 0);
  const clients = createClients({
    endpoints,
    region,
    credentials: staticCredentials(credentials),
  });
  closing.add(() => destroyClients(clients));

  return {
    endpoints,
    embedded,
    region,
    env: { AWS_REGION: region, ...credentials, ...endpointEnvironment(endpoints) },
    clients,
    onObjectChange: (listener) => void listeners.add(listener),
    close: closing.close,
  };
}

function endpointEnvironment(endpoints: Endpoints): Record<string, string> {
  const entries = Object.entries(endpoints) as [ServiceName, string][];
  return Object.fromEntries(entries.map(([service, url]) => [endpointVariables[service], url]));
}
