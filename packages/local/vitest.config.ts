import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'lwa-bridge-local', include: ['test/**/*.test.ts'] } });
