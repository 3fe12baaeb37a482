import { buildApp } from 'fauxqs';
import type { EmbeddedService } from './embedded-service.js';
import { type ObjectChange, watchObjectChanges } from './object-changes.js';
import { refuseFormsAgainstPolicy } from './post-policy.js';
import { useLoopbackQueueUrls } from './queue-urls.js';
import { refuseUnknownSubresources } from './s3-subresources.js';

/** Options of {@link startSqsAndS3}. */
export interface SqsAndS3Options {
  region: string;
  /** Called after each change of an object. */
  onObjectChange: (change: ObjectChange) => void;
}

/**
 * Starts fauxqs in this process on a free port, reachable from this machine only. Messages and
 * objects live in memory.
 *
 * It runs in this process, not in a child, because each object's change is then seen where it
 * happens (fauxqs sends no notifications), and because there is one process less to end. `buildApp`
 * is used in place of `startFauxqs`, which listens on all network interfaces.
 */
export async function startSqsAndS3(options: SqsAndS3Options): Promise<EmbeddedService> {
  const app = buildApp({ logger: false, defaultRegion: options.region });
  useLoopbackQueueUrls(app, options.region);
  refuseUnknownSubresources(app);
  refuseFormsAgainstPolicy(app);
  watchObjectChanges(app, options.onObjectChange);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    close: async () => {
      await app.close();
    },
  };
}
