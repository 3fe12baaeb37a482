import type { buildApp } from 'fauxqs';

/** The server of fauxqs, before it listens. */
export type FauxqsApp = ReturnType<typeof buildApp>;
