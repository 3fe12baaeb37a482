import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/start.ts'],
  format: 'esm',
  target: 'node22',
  clean: true,
  // The only package here that is not built by itself.
  noExternal: [/^example-titanic/],
  splitting: false,
});
