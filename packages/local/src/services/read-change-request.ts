/** What S3 calls the changes of objects. */
export type ObjectEventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete';

/** Which objects a request to S3 means to change. */
export interface ChangeRequest {
  readonly eventName: ObjectEventName;
  readonly bucket: string;
  readonly keys: readonly string[];
}

/** The parts of a request that say so. */
interface S3Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Reads which objects a request means to change; `undefined` where it only reads. */
export async function readChangeRequest(request: S3Request): Promise<ChangeRequest | undefined> {
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
