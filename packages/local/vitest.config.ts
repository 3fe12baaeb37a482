import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'lwa-bridge-local',
    include: ['test/**/*.test.ts'],
    // Processes start, messages come back after whole seconds.
    testTimeout: 20_000,
  },
});
