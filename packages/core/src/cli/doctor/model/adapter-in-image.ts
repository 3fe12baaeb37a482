import { readFileSync } from 'node:fs';
import { type Copy, DockerfileParser, type Env, type From } from 'dockerfile-ast';
import type { Place, Plain } from '../template/value.js';

/** What a Dockerfile says of the adapter. */
export interface AdapterInImage {
  readonly file: string;
  /** Its last stage copies something into /opt/extensions. */
  readonly at: Place | undefined;
  /** The adapter's tag, where it comes from an image with one. */
  readonly tag: string | undefined;
  /** Its last stage begins from an image of which nothing is known: the adapter may be in there. */
  readonly base: Place;
  /** The variables that it sets. */
  readonly env: ReadonlyMap<string, Plain>;
}

/** Reads a Dockerfile; `undefined` where there is none. */
export function readAdapterInImage(file: string): AdapterInImage | undefined {
  try {
    return adapterIn(file, readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The same for its text. */
export function adapterIn(file: string, text: string): AdapterInImage | undefined {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const args = new Map<string, string>();
  const images = new Map<string, string>();
  const env = new Map<string, Plain>();
  let base: Place | undefined;
  let adapter: { at: Place; image: string } | undefined;

  const expand = (part: string) =>
    part.replaceAll(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g, (all, name, otherwise, bare) => {
      return args.get(name ?? bare) ?? otherwise ?? all;
    });

  for (const instruction of instructions) {
    const at = { file, line: instruction.getRange().start.line + 1 };
    switch (instruction.getKeyword()) {
      case 'ARG': {
        const [name = '', ...value] = (instruction.getArgumentsContent() ?? '').split('=');
        if (value.length > 0) args.set(name, expand(unquoted(value.join('='))));
        break;
      }
      case 'FROM': {
        const from = instruction as From;
        const image = expand(from.getImage() ?? '');
        images.set(from.getBuildStage() ?? `${images.size}`, images.get(image) ?? image);
        base = at;
        // Each stage begins anew.
        adapter = undefined;
        env.clear();
        break;
      }
      case 'COPY': {
        const copy = instruction as Copy;
        const to = copy.getArguments().at(-1)?.getValue() ?? '';
        if (!to.startsWith('/opt/extensions')) break;
        const from = copy.getFromFlag()?.getValue() ?? '';
        adapter = { at, image: images.get(from) ?? expand(from) };
        break;
      }
      case 'ENV':
        for (const property of (instruction as Env).getProperties()) {
          const value = expand(unquoted(property.getValue() ?? ''));
          env.set(property.getName(), { kind: 'plain', at, value });
        }
    }
  }
  if (base === undefined) return undefined;
  return { file, at: adapter?.at, tag: tagOf(adapter?.image ?? ''), base, env };
}

function tagOf(image: string): string | undefined {
  if (image.includes('$')) return undefined;
  return /^[^@]*:([^:/@]+)/.exec(image)?.[1];
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}
