import type { AdapterBinary } from './adapter-binary.js';

/** What the rules of a container look at. */
export interface Container {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** `process.versions.node` */
  readonly nodeVersion: string;
  readonly adapter: AdapterBinary | undefined;
  /** Whether there is such a file. */
  readonly exists: (file: string) => boolean;
}
