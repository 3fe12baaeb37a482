import { LwaBridgeError } from '../errors.js';

/**
 * True when the module is the file that Node was started with, so that importing a handler file
 * (in a test) starts nothing. Right in a bundle too, where it speaks of the bundle.
 *
 * @param meta - the module's own `import.meta`
 * @throws LwaBridgeError `ERR_NOT_A_MODULE` when the file was compiled to CommonJS, where
 * `import.meta` is empty: use `require.main === module` there. `ERR_SETTINGS` for what is no
 * `import.meta`, such as its `url`
 *
 * @example
 * ```ts
 * import { isMain, serveEvents } from 'lwa-bridge';
 *
 * export const handler = async (event: { name: string }) => ({ hello: event.name });
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function isMain(meta: ImportMeta): boolean {
  if (typeof meta !== 'object' || meta === null) {
    const got = meta === null ? 'null' : typeof meta;
    const message = `isMain: the argument is import.meta itself, got ${got}: isMain(import.meta)`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  if (typeof meta.main === 'boolean') return meta.main;
  if (typeof meta.url !== 'string') {
    throw new LwaBridgeError(
      'ERR_NOT_A_MODULE',
      'isMain(import.meta): what it got has no url, as import.meta has none in a CommonJS build; make an ES module of this file, or use require.main === module',
    );
  }
  const started = process.argv[1];
  if (started === undefined || !meta.url.startsWith('file:')) return false;
  const self = realPath(process.getBuiltinModule('node:url').fileURLToPath(meta.url));
  // (Imported at the top, these two modules would cost each cold start half a millisecond.)
  // Node also starts `dist/handler` and `dist`, for dist/handler.js and dist/index.js.
  const endings = ['', '.js', '.mjs', '/index.js'];
  return self !== undefined && endings.some((ending) => realPath(started + ending) === self);
}

function realPath(path: string): string | undefined {
  try {
    return process.getBuiltinModule('node:fs').realpathSync(path);
  } catch {
    return undefined;
  }
}
