import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    jobs: 'src/jobs/index.ts',
    's3-csv': 'src/s3-csv/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: 'esm',
  target: 'node20.19',
  // The schema types are written into ours, so that users need not have their package.
  dts: { resolve: ['@standard-schema/spec'] },
  clean: true,
  // One file per entry point: each further ESM file costs half a millisecond of every cold start.
  splitting: false,
  // Bundled, because importing it as a package costs 5 ms of a cold start; it finds the process-wide
  // store through globalThis, so the AWS SDK's own copy shares it.
  esbuildOptions(options) {
    // Comments are in the declarations; reading past them costs a cold start a tenth of a millisecond.
    options.minifyWhitespace = true;
    options.lineLimit = 120;
  },
  noExternal: ['@aws/lambda-invoke-store'],
  // `node:http` stays so: what is Node's own can be told from a package.
  removeNodeProtocol: false,
});
