// Makes the image's folder by the steps of its Dockerfile, and runs the tour of `npm start` on it: each handler
// from its bundle alone, behind the real adapter that LAMBDA_ADAPTER names.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeImageFolder } from './image-folder.ts';
import { run, withScratchFolder } from './packed-app.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const adapter = process.env.LAMBDA_ADAPTER;
if (!adapter)
  throw new Error('LAMBDA_ADAPTER names no adapter: scripts/build-adapters.sh builds one');

withScratchFolder((scratch) => {
  const adapterImage = join(scratch, 'adapter-image');
  mkdirSync(adapterImage);
  cpSync(adapter, join(adapterImage, 'lambda-adapter'));
  const image = makeImageFolder(join(root, 'examples/deploy/Dockerfile'), scratch, {
    context: copyRepository,
    images: { adapter: adapterImage },
  });
  console.log(`the image holds ${readdirSync(image.folder).join(', ')}`);
  const env = { ...process.env, ...image.env, HANDLERS: image.folder };
  run('node', ['examples/start/dist/start.js', '--once'], root, env);
});

// What `COPY . .` takes: all that git has, and nothing that is ignored.
function copyRepository(folder: string): void {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
}
