import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'lwa-bridge-local',
    include: ['test/**/*.test.ts'],
    globalSetup: ['../core/test/support/build-dist.ts', 'test/conformance/announce-adapter.ts'],
    // Processes start, messages come back after whole seconds.
    testTimeout: 20_000,
    // A machine of CI is shared: a process that is late for once may try again.
    retry: process.env.CI ? 1 : 0,
  },
});
