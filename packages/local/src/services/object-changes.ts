import type { FauxqsApp } from './fauxqs-app.js';
import {
  type ChangeRequest,
  type ObjectEventName,
  readChangeRequest,
} from './read-change-request.js';

/** One change of one object, as the embedded S3 made it. */
export interface ObjectChange {
  readonly eventName: ObjectEventName;
  readonly bucket: string;
  /** The key, decoded: what the S3 API takes. */
  readonly key: string;
  readonly time: Date;
  readonly requestId: string;
  readonly sourceIp: string;
  /** In bytes; absent for removals. */
  readonly size?: number;
  /** Without quotes; absent for removals. */
  readonly eTag?: string;
}

/** Tells of each change of an object that the embedded S3 has made, in the order they were made. */
export function watchObjectChanges(app: FauxqsApp, onChange: (change: ObjectChange) => void): void {
  const wanted = new WeakMap<object, ChangeRequest>();
  let told = Promise.resolve();

  const head = async (bucket: string, key: string) => {
    const path = encodeURIComponent(key).replaceAll('%2F', '/');
    const { statusCode, headers } = await app.inject({ method: 'HEAD', url: `/${bucket}/${path}` });
    if (statusCode !== 200) return undefined;
    return {
      size: Number(headers['content-length']),
      eTag: String(headers.etag).replaceAll('"', ''),
    };
  };

  app.addHook('preHandler', async (request) => {
    const change = await readChangeRequest(request);
    if (!change) return;
    if (change.eventName !== 'ObjectRemoved:Delete') return void wanted.set(request, change);
    // S3 answers 204 to the removal of what is not there, and tells nobody.
    const existing: string[] = [];
    for (const key of change.keys) if (await head(change.bucket, key)) existing.push(key);
    wanted.set(request, { ...change, keys: existing });
  });

  // Not an async hook: Fastify would run it twice for fauxqs's handlers. The objects are looked at
  // from here all the same, before the client has its answer and can change them again.
  app.addHook('onSend', (request, reply, payload, done) => {
    const change = reply.statusCode < 400 ? wanted.get(request) : undefined;
    done(null, payload);
    if (!change) return;
    const { eventName, bucket, keys } = change;
    const requestId = String(reply.getHeader('x-amz-request-id'));
    for (const key of keys) {
      const known = { eventName, bucket, key, time: new Date(), requestId, sourceIp: request.ip };
      const looked = eventName === 'ObjectRemoved:Delete' ? undefined : head(bucket, key);
      const before = told;
      told = Promise.resolve(looked)
        .catch(() => undefined)
        .then(async (object) => {
          await before;
          onChange({ ...known, ...object });
        });
    }
  });
}
