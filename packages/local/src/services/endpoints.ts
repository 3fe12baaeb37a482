import { LwaBridgeError } from 'lwa-bridge';

/** The AWS services that a lwa-bridge application talks to. */
export type ServiceName = 'sqs' | 's3' | 'dynamodb' | 'bedrockRuntime';

/** The endpoint of each service, as the environment or this package gives it. */
export type Endpoints = Readonly<Partial<Record<ServiceName, string>>>;

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable by which the AWS SDK is told of a service's endpoint. */
export const endpointVariables: Readonly<Record<ServiceName, string>> = {
  sqs: 'AWS_ENDPOINT_URL_SQS',
  s3: 'AWS_ENDPOINT_URL_S3',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  bedrockRuntime: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
};

/**
 * The endpoints that the environment names, by the AWS SDK's own variables. `AWS_ENDPOINT_URL`
 * stands for SQS, S3 and DynamoDB, but not for Bedrock: what answers there is usually an emulator,
 * and those have no models.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for a value that is not an http(s) URL.
 */
export function givenEndpoints(env: Environment): Endpoints {
  const given: Partial<Record<ServiceName, string>> = {};
  for (const service of ['sqs', 's3', 'dynamodb', 'bedrockRuntime'] as const) {
    const names = [endpointVariables[service]];
    if (service !== 'bedrockRuntime') names.push('AWS_ENDPOINT_URL');
    const name = names.find((candidate) => env[candidate]);
    const url = name && env[name];
    if (name && url) given[service] = checkUrl(name, url);
  }
  return given;
}

function checkUrl(name: string, url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new LwaBridgeError(
    'ERR_SETTINGS',
    `${name} is not a URL: "${url}". Give it the form http://127.0.0.1:4566, or unset it to have that service started here.`,
  );
}
