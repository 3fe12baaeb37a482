import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHistorian } from 'example-titanic/testing/historian';
import { titanicQueues, titanicTables } from 'example-titanic/testing/resources';
import type { TokenIssuer } from 'example-titanic/testing/token-issuer';
import { uploads } from 'example-titanic/uploads';
import type { FunctionVariables, LocalDefinition, Resources } from 'lwa-bridge-local';

type QueueName = keyof typeof titanicQueues;
type FunctionName = 'generic-event' | 'sqs-job' | 's3-csv' | 'sweep';

/** The example handlers and what they need, with the names they go by. */
export interface Application {
  readonly definition: LocalDefinition<FunctionName, 'rest-api', QueueName>;
  readonly passengersTable: string;
}

/** Whom the tokens of the REST API are for. */
export const audience = 'titanic';

/**
 * The application, whose REST API takes the tokens of an issuer. Reads from the environment what it is
 * called (`APP_NAMESPACE`, `APP_ENV`), the port of the REST API (`PORT`), which pages may call it
 * (`CORS_ORIGINS`), where the handlers are (`HANDLERS`), and which Node they run on (`HANDLER_NODE`).
 */
export function titanicApplication(
  env: NodeJS.ProcessEnv,
  { url, jwksUrl }: Pick<TokenIssuer, 'url' | 'jwksUrl'>,
): Application {
  const namespace = env.APP_NAMESPACE || 'titanic';
  const stage = env.APP_ENV || 'local';
  const bucket = `${namespace}-${stage}-uploads`;
  const outputBucket = `${namespace}-${stage}-output`;

  const variables = ({ queues }: Resources<QueueName>): FunctionVariables => ({
    APP_NAMESPACE: namespace,
    APP_ENV: stage,
    JOBS_QUEUE_URL: queues.jobs.url,
    CSV_TABLE: `${namespace}-${stage}-csv`,
    UPLOADS_BUCKET: bucket,
    OUTPUT_BUCKET: outputBucket,
    BEDROCK_MODEL_ID: env.BEDROCK_MODEL_ID || 'historian',
  });
  const eventFunction = (name: FunctionName) => ({
    ...handlerProgram(name, env),
    environment: (resources: Resources<QueueName>) => ({
      ...variables(resources),
      AWS_LWA_PASS_THROUGH_PATH: '/events',
      AWS_LWA_ERROR_STATUS_CODES: '500-599',
    }),
  });

  return {
    passengersTable: `${namespace}-${stage}-passengers`,
    definition: {
      tables: titanicTables(namespace, stage),
      queues: titanicQueues,
      buckets: {
        [bucket]: { notifications: [{ queue: 'uploads', ...uploads }] },
        [outputBucket]: {},
      },
      functions: {
        'generic-event': eventFunction('generic-event'),
        's3-csv': {
          ...eventFunction('s3-csv'),
          eventSources: [{ queue: 'uploads', reportBatchItemFailures: true }],
        },
        'sqs-job': {
          ...eventFunction('sqs-job'),
          eventSources: [{ queue: 'jobs', reportBatchItemFailures: true }],
        },
        sweep: eventFunction('sweep'),
      },
      web: {
        'rest-api': {
          ...handlerProgram('rest-api', env),
          port: readPort(env.PORT || '8080'),
          environment: (resources) => ({
            ...variables(resources),
            AWS_LWA_READINESS_CHECK_PATH: '/healthz',
            JWT_ISSUER: url,
            JWT_AUDIENCE: audience,
            JWT_JWKS_URL: jwksUrl,
            CORS_ORIGINS: env.CORS_ORIGINS ?? '',
          }),
        },
      },
      bedrock: createHistorian().reply,
    },
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new Error(`PORT: a port is from 1 to 65535, got "${text}"`);
}

function handlerProgram(name: FunctionName | 'rest-api', env: NodeJS.ProcessEnv) {
  const file = handlerFile(name, env);
  return env.HANDLER_NODE ? { command: [env.HANDLER_NODE, file] as const } : { file };
}

// Where HANDLERS names the folder of an image, its files; else those beside this package, as seen from its dist.
function handlerFile(name: FunctionName | 'rest-api', { HANDLERS }: NodeJS.ProcessEnv): string {
  if (HANDLERS) return join(HANDLERS, `${name}.mjs`);
  const file = name === 'sweep' ? 'sqs-job/dist/sweep.js' : `${name}/dist/handler.js`;
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}
