import { inject } from 'vitest';
import type { Lambda } from './lambda.js';
import { realAdapter } from './real-adapter.js';
import { standIn } from './stand-in.js';

const adapter = inject('adapter');

/** What the suite runs on: the stand-in, and the real adapter where this machine has one. */
export const lambdas: readonly Lambda[] = [standIn, ...(adapter ? [realAdapter(adapter)] : [])];
