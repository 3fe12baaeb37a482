/** What a part of a template is called in a report. */
export interface Owner {
  /** The resource that it belongs to, or its section. */
  readonly resource: string;
  readonly property: string;
}

/** The resource that a part belongs to, or its section, by the keys that lead to it. */
export function ownerOf(path: readonly string[]): Owner {
  const [section = '', ...rest] = path;
  const [id, ...property] = rest;
  if (section === 'Resources' && id !== undefined && property.length > 0) {
    return { resource: id, property: property.join('.') };
  }
  return { resource: section, property: rest.join('.') || section };
}
