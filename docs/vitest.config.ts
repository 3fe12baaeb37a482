import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'docs',
    include: ['test/**/*.test.ts'],
    // One type check of everything is minutes where the machine is busy.
    testTimeout: 300_000,
  },
});
