import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'docs',
    include: ['test/**/*.test.ts'],
    globalSetup: '../packages/core/test/support/build-dist.ts',
    // Above every level there is: the tests' own output is enough.
    env: { AWS_LAMBDA_LOG_LEVEL: 'fatal' },
    // One type check of everything is minutes where the machine is busy.
    testTimeout: 300_000,
  },
});
