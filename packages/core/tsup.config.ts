import { cpSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';
import { thirdPartyNotices } from './third-party-notices.js';

const target = 'node20.19';

// Comments are in the declarations; reading past them costs a cold start a tenth of a millisecond.
const minify: NonNullable<Options['esbuildOptions']> = (options) => {
  options.minifyWhitespace = true;
  options.lineLimit = 120;
};

export default defineConfig([
  {
    name: 'library',
    entry: {
      index: 'src/index.ts',
      jobs: 'src/jobs/index.ts',
      's3-csv': 'src/s3-csv/index.ts',
      testing: 'src/testing/index.ts',
    },
    format: 'esm',
    target,
    // The schema types are written into ours, so that users need not have their package.
    dts: { resolve: ['@standard-schema/spec'] },
    // The command line is built beside it, at the same time.
    clean: ['!cli', '!cli/**'],
    // One file per entry point: each further ESM file costs half a millisecond of every cold start.
    splitting: false,
    // Bundled, because importing it as a package costs 5 ms of a cold start; it finds the process-wide
    // store through globalThis, so the AWS SDK's own copy shares it.
    noExternal: ['@aws/lambda-invoke-store'],
    esbuildOptions: minify,
    esbuildPlugins: [thirdPartyNotices('@standard-schema/spec')],
    // `node:http` stays so: what is Node's own can be told from a package.
    removeNodeProtocol: false,
  },
  {
    name: 'command line',
    entry: { main: 'src/cli/main.ts' },
    format: 'esm',
    target,
    outDir: 'dist/cli',
    clean: true,
    // `run` loads none of what the other commands need.
    splitting: true,
    // Everything is bundled: whoever installs the package installs nothing else for its command line.
    noExternal: [/.*/],
    removeNodeProtocol: false,
    esbuildOptions: minify,
    esbuildPlugins: [thirdPartyNotices()],
    // What `add` makes new files of is read when it is needed, from files that are checked as they are.
    onSuccess: async () => {
      cpSync('src/cli/add/templates', 'dist/cli/templates', { recursive: true });
    },
    // What is CommonJS (the argument parser) asks for Node's own modules by `require`.
    banner: {
      js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
    },
  },
]);
