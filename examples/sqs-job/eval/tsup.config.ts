import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { eval: 'eval/main.ts' },
  format: 'esm',
  target: 'node22',
  // The only package here that is not built by itself.
  noExternal: [/^example-titanic/],
  external: ['lwa-bridge-local'],
  splitting: false,
});
