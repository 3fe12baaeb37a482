import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Machines are shared: what takes this long hangs.
    testTimeout: 30_000,
    // Above every level there is: the tests' own output is enough.
    env: { AWS_LAMBDA_LOG_LEVEL: 'fatal' },
  },
});
