import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Several times what they need where the machine is busy.
    testTimeout: 30_000,
  },
});
