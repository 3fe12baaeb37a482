import { get, type Value } from './value.js';

/**
 * The properties of a function as SAM makes them of its own and those in `Globals`: maps are merged,
 * lists are joined, of anything else the function's own counts.
 */
export function mergeGlobals(globals: Value | undefined, own: Value): Value {
  if (globals?.kind === 'list' && own.kind === 'list') {
    return { ...own, items: [...globals.items, ...own.items] };
  }
  if (globals?.kind !== 'map' || own.kind !== 'map') return own;
  const entries = new Map(globals.entries);
  for (const [key, value] of own.entries) entries.set(key, mergeGlobals(get(globals, key), value));
  return { ...own, entries };
}
