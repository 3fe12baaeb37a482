import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/handler.ts', 'src/sweep.ts'],
  format: 'esm',
  target: 'node20.19',
  clean: true,
  // Everything in one file: it starts in three quarters of the time, and needs no node_modules.
  // But for S3, which is asked for jobs that DynamoDB cannot hold, where they have a bucket
  // (JOBS_BUCKET): then it is `noExternal: [/.*/]`.
  noExternal: [/^(?!@aws-sdk\/client-s3$)/],
  external: ['@aws-sdk/client-s3'],
  splitting: false,
});
