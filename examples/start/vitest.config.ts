import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // A machine of CI is shared: a process that is late for once may try again.
    retry: process.env.CI ? 1 : 0,
    include: ['test/**/*.test.ts'],
    // Above every level there is: the tests' own output is enough.
    env: { AWS_LAMBDA_LOG_LEVEL: 'fatal' },
  },
});
