declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** How long tables stay in CREATING, in milliseconds. */
  export default function dynalite(options?: { createTableMs?: number }): Server;
}
