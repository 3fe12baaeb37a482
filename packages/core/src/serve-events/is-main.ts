import { LwaBridgeError } from '../errors.js';

/**
 * True when the module is the file that Node was started with, so that importing a handler file
 * (in a test) starts nothing. Right in a bundle too, where it speaks of the bundle.
 *
 * @param meta - the module's own `import.meta`
 * @throws LwaBridgeError `ERR_NOT_A_MODULE` when the file was compiled to CommonJS, where
 * `import.meta` is empty: use `require.main === module` there.
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
  if (typeof meta.main === 'boolean') return meta.main;
  if (typeof meta.url !== 'string') {
    throw new LwaBridgeError(
      'ERR_NOT_A_MODULE',
      'isMain(import.meta): import.meta is empty, as it is in a CommonJS build; make an ES module of this file, or use require.main === module',
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
