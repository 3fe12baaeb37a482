import type { FauxqsApp } from './fauxqs-app.js';

/** One change of one object, as the embedded S3 made it. */
export interface ObjectChange {
  readonly eventName:
    | 'ObjectCreated:Put'
    | 'ObjectCreated:Post'
    | 'ObjectCreated:Copy'
    | 'ObjectCreated:CompleteMultipartUpload'
    | 'ObjectRemoved:Delete';
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

/** The parts of a request that say what it changes. */
interface S3Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

interface WantedChange {
  readonly eventName: ObjectChange['eventName'];
  readonly bucket: string;
  readonly keys: readonly string[];
}

/** Tells of each change of an object that the embedded S3 has made, before the client hears of it. */
export function watchObjectChanges(app: FauxqsApp, onChange: (change: ObjectChange) => void): void {
  const wanted = new WeakMap<object, WantedChange>();

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
    const change = await readChange(request);
    if (!change) return;
    if (change.eventName !== 'ObjectRemoved:Delete') return void wanted.set(request, change);
    // S3 answers 204 to the removal of what is not there, and tells nobody.
    const existing: string[] = [];
    for (const key of change.keys) if (await head(change.bucket, key)) existing.push(key);
    wanted.set(request, { ...change, keys: existing });
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const change = reply.statusCode < 400 && wanted.get(request);
    if (!change) return payload;
    const { eventName, bucket, keys } = change;
    const requestId = String(reply.getHeader('x-amz-request-id'));
    for (const key of keys) {
      const object = eventName === 'ObjectRemoved:Delete' ? {} : await head(bucket, key);
      const known = { eventName, bucket, key, time: new Date(), requestId, sourceIp: request.ip };
      onChange({ ...known, ...object });
    }
    return payload;
  });
}

async function readChange(request: S3Request): Promise<WantedChange | undefined> {
  const { bucket, '*': key = '' } = request.params as { bucket?: string; '*'?: string };
  const query = request.query as Record<string, unknown>;
  if (!bucket) return undefined;

  switch (request.method) {
    case 'PUT': {
      if (!key || query.uploadId || 'renameObject' in query) return undefined;
      const copied = 'x-amz-copy-source' in request.headers;
      const eventName = copied ? 'ObjectCreated:Copy' : 'ObjectCreated:Put';
      return { eventName, bucket, keys: [key] };
    }
    case 'POST': {
      if (key && query.uploadId) {
        return { eventName: 'ObjectCreated:CompleteMultipartUpload', bucket, keys: [key] };
      }
      if (!Buffer.isBuffer(request.body)) return undefined;
      const contentType = String(request.headers['content-type'] ?? '');
      if (contentType.includes('multipart/form-data')) {
        const keys = await formKey(request.body, contentType);
        return { eventName: 'ObjectCreated:Post', bucket, keys };
      }
      if (!('delete' in query)) return undefined;
      return { eventName: 'ObjectRemoved:Delete', bucket, keys: keysToDelete(request.body) };
    }
    case 'DELETE':
      if (!key || query.uploadId) return undefined;
      return { eventName: 'ObjectRemoved:Delete', bucket, keys: [key] };
    default:
      return undefined;
  }
}

/** The key of an upload by an HTML form; none where the form is not well-formed. */
async function formKey(body: Buffer, contentType: string): Promise<string[]> {
  const parsed = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form = await parsed.formData().catch(() => undefined);
  const key = form?.get('key');
  if (typeof key !== 'string') return [];
  const file = form?.get('file');
  const fileName = file instanceof File ? file.name.replace(/^.*[\\/]/, '') : '';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
  return [key.replaceAll('${filename}', () => fileName)];
}

/** The keys in the XML body of DeleteObjects. */
function keysToDelete(body: Buffer): string[] {
  const xml = body.toString('utf8');
  return [...xml.matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_entity, name: string) => named[name] ?? '');
}
