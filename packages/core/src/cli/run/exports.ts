/** What `import()` gave for a handler's file. */
export type LoadedModule = Readonly<Record<string, unknown>>;

/**
 * The export at this path, such as `['routes', 'create']`; a function before anything else.
 *
 * What a CommonJS file exports is looked up in its `module.exports`, too: of that, Node cannot always
 * tell the names beforehand.
 */
export function exportAt(loaded: LoadedModule, path: readonly string[]): unknown {
  const values = [loaded, loaded.default].map((exported) => valueAt(exported, path));
  return values.find((value) => typeof value === 'function') ?? values.find((v) => v !== undefined);
}

/** The names that a handler can be given as. */
export function exportNames(loaded: LoadedModule): string[] {
  const names = [...Object.keys(loaded), ...Object.keys(Object(loaded.default))];
  const isNoHandler = (name: string) =>
    name === 'module.exports' ||
    name === '__esModule' ||
    (name === 'default' && typeof loaded.default !== 'function');
  return [...new Set(names)].filter((name) => !isNoHandler(name)).sort();
}

function valueAt(exported: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
    exported,
  );
}
