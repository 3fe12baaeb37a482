import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Writes the licences of all packages that a build has taken into its files: they ask to go along
 * with each copy.
 *
 * @param typed - packages that only declarations are taken from, of which esbuild knows nothing
 */
export function thirdPartyNotices(...typed: string[]): Plugin {
  return {
    name: 'third-party-notices',
    setup({ initialOptions, onEnd }) {
      initialOptions.metafile = true;
      onEnd(({ metafile }) => {
        const outputs = Object.values(metafile?.outputs ?? {});
        const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
        const bundled = inputs.map(packageFolder).filter((folder) => folder !== undefined);
        const folders = new Set([...bundled, ...typed.map((name) => `node_modules/${name}`)]);
        const notices = [...folders].map(notice).sort();
        const outDir = initialOptions.outdir ?? 'dist';
        mkdirSync(outDir, { recursive: true });
        writeFileSync(join(outDir, 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
      });
    },
  };
}

// `../../node_modules/.pnpm/x@1.0.0/node_modules/x/lib/y.js` is of the package in `.../node_modules/x`.
function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} is bundled, and has no licence file to go along with it`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
