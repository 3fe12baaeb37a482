// Makes the image's folder by the steps of its Dockerfile, and runs the tour of `npm start` on it: each handler
// from its bundle alone, behind the real adapter that LAMBDA_ADAPTER names.
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeImageFolder } from './image-folder.ts';
import { run, withScratchFolder } from './packed-app.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const adapter = process.env.LAMBDA_ADAPTER;
if (!adapter)
  throw new Error('LAMBDA_ADAPTER names no adapter: scripts/build-adapters.sh builds one');

await withScratchFolder((scratch) => {
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

// What `COPY . .` takes: all but what .dockerignore names.
function copyRepository(folder: string): void {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const taken = (path: string) =>
    !ignored.some((pattern) => matchesGlob(relative(root, path), pattern));
  cpSync(root, folder, { recursive: true, filter: taken });
}
