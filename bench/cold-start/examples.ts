import { fileURLToPath } from 'node:url';

/** An example whose start is measured. */
export interface Example {
  readonly name: string;
  /** Its bundle, as `npm run build` makes it. */
  readonly file: string;
  /** What it asks of its environment before it is ready. */
  readonly env: Readonly<Record<string, string>>;
  readonly readinessPath: string;
}

const events = { env: {}, readinessPath: '/' };

/** All that the image of examples/deploy can start, by the name of its file there. */
export const examples: readonly Example[] = [
  { name: 'generic-event', file: bundle('generic-event/dist/handler.js'), ...events },
  { name: 'sqs-job', file: bundle('sqs-job/dist/handler.js'), ...events },
  { name: 'sweep', file: bundle('sqs-job/dist/sweep.js'), ...events },
  { name: 's3-csv', file: bundle('s3-csv/dist/handler.js'), ...events },
  {
    name: 'rest-api',
    file: bundle('rest-api/dist/handler.js'),
    readinessPath: '/healthz',
    env: {
      JWT_ISSUER: 'https://issuer.example.com',
      JWT_AUDIENCE: 'titanic',
      JWT_JWKS_URL: 'https://issuer.example.com/.well-known/jwks.json',
      UPLOADS_BUCKET: 'titanic-dev-uploads',
    },
  },
];

function bundle(path: string): string {
  return fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
}
