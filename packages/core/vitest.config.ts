import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'lwa-bridge',
    include: ['test/**/*.test.ts'],
    // Machines are shared: what takes this long hangs.
    testTimeout: 30_000,
    globalSetup: 'test/support/build-dist.ts',
  },
});
