// Makes the image's folder by the steps of its Dockerfile, and runs the tour of `npm start` on it: each handler
// from its bundle alone, behind the real adapter that LAMBDA_ADAPTER names. Before that it looks whether each handler
// finds its compiled code.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
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
  const files = readdirSync(image.folder);
  console.log(`the image holds ${files.join(', ')}`);

  const TMPDIR = join(scratch, 'tmp');
  mkdirSync(TMPDIR);
  for (const open of [scratch, TMPDIR]) chmodSync(open, 0o777);
  // Where everybody may run it: the repository may lie in a folder of one user's own.
  const node = join(scratch, 'node');
  cpSync(process.execPath, node);
  const env = { ...image.env, TMPDIR };
  for (const file of files)
    if (file.endsWith('.mjs')) checkCompiled(file, image.folder, { node, env });

  const start = { ...process.env, ...env, HANDLERS: image.folder };
  run('node', ['examples/start/dist/start.js', '--once'], root, start);
});

// As a user who has not built it and may not write there, as on Lambda. (Root alone can become another one; one
// without a name here, for whom the AWS SDK wants a HOME.)
function checkCompiled(
  file: string,
  folder: string,
  { node, env }: { node: string; env: NodeJS.ProcessEnv },
): void {
  const { status, stderr } = spawnSync(
    node,
    ['--input-type=module', '--eval', `await import('./${file}')`],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...env },
      ...(process.getuid?.() === 0 && { uid: 993, gid: 993 }),
      encoding: 'utf8',
    },
  );
  if (status === 0 && stderr.includes(`${file} was accepted`)) return;
  throw new Error(`${file} does not find its compiled code (exit code ${status}):\n${stderr}`);
}

// What `COPY . .` takes: all but what .dockerignore names.
function copyRepository(folder: string): void {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const taken = (path: string) =>
    !ignored.some((pattern) => matchesGlob(relative(root, path), pattern));
  cpSync(root, folder, { recursive: true, filter: taken });
}
