import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'lwa-bridge',
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build-dist.ts',
  },
});
