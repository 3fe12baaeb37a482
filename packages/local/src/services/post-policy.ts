import type { FauxqsApp } from './fauxqs-app.js';

/** What S3 says of a form that its policy does not allow. */
export interface PolicyViolation {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** An upload by an HTML form, as S3 sees it. */
export interface PostedForm {
  /** By name, in small letters; without the file. */
  readonly fields: ReadonlyMap<string, string>;
  readonly bucket: string;
  /** Of the file, in bytes. */
  readonly size: number;
}

/**
 * Says why an upload is against the policy that came with it, if it is
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
 * The signature is not looked at, as in no other request to the embedded S3.
 */
export function findPolicyViolation(form: PostedForm, now: Date): PolicyViolation | undefined {
  const encoded = form.fields.get('policy');
  if (encoded === undefined) return undefined;
  const policy = readPolicy(encoded);
  if (!policy) return { status: 400, code: 'InvalidPolicyDocument', message: 'Invalid Policy' };
  if (!(Date.parse(policy.expiration) > now.getTime())) return denied('Policy expired.');

  const allowed = new Set<string>(withoutCondition);
  for (const condition of policy.conditions.flatMap(readCondition)) {
    if (condition.operator === 'content-length-range') {
      const violation = findSizeViolation(form.size, condition);
      if (violation) return violation;
      continue;
    }
    const { operator, field, value } = condition;
    const given = field === 'bucket' ? form.bucket : (form.fields.get(field) ?? '');
    const meets = operator === 'eq' ? given === value : given.startsWith(value);
    if (!meets) return denied(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`);
    allowed.add(field);
  }
  const extra = [...form.fields.keys()].find(
    (name) => !allowed.has(name) && !name.startsWith('x-ignore-'),
  );
  return extra === undefined ? undefined : denied(`Extra input fields: ${extra}`);
}

/** Holds uploads by forms against their policies, which fauxqs does not. */
export function refuseFormsAgainstPolicy(app: FauxqsApp): void {
  app.addHook('preHandler', async (request, reply) => {
    const type = String(request.headers['content-type'] ?? '');
    if (request.method !== 'POST' || !type.includes('multipart/form-data')) return;
    if (!Buffer.isBuffer(request.body)) return;
    const form = await readForm(request.body, type, request.params as { bucket?: string });
    const violation = form && findPolicyViolation(form, new Date());
    if (!violation) return;
    const { status, code, message } = violation;
    const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    reply
      .code(status)
      .type('application/xml')
      .send(
        '<?xml version="1.0" encoding="UTF-8"?>\n' +
          `<Error><Code>${code}</Code><Message>${text}</Message></Error>`,
      );
    return reply;
  });
}

// What a form may have without a condition that names it.
const withoutCondition = ['awsaccesskeyid', 'x-amz-signature', 'policy', 'bucket'];

type Condition =
  | { readonly operator: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly operator: 'content-length-range'; readonly least: number; readonly most: number };

function readPolicy(encoded: string): { expiration: string; conditions: unknown[] } | undefined {
  try {
    const policy = JSON.parse(Buffer.from(encoded, 'base64').toString());
    return Array.isArray(policy.conditions) ? policy : undefined;
  } catch {
    return undefined;
  }
}

// `{ "key": "a" }` is short for `["eq", "$key", "a"]`.
function readCondition(condition: unknown): Condition[] {
  if (!Array.isArray(condition)) {
    return Object.entries(Object(condition)).map(([name, value]) => ({
      operator: 'eq',
      field: name.toLowerCase(),
      value: String(value),
    }));
  }
  const [operator, second, third] = condition as unknown[];
  if (operator === 'content-length-range') {
    return [{ operator, least: Number(second), most: Number(third) }];
  }
  const field = String(second).replace(/^\$/, '').toLowerCase();
  return [{ operator: operator === 'eq' ? 'eq' : 'starts-with', field, value: String(third) }];
}

function findSizeViolation(
  size: number,
  { least, most }: { least: number; most: number },
): PolicyViolation | undefined {
  const message = `Your proposed upload is ${size} bytes; from ${least} to ${most} are allowed`;
  if (size > most) return { status: 400, code: 'EntityTooLarge', message };
  return size < least ? { status: 400, code: 'EntityTooSmall', message } : undefined;
}

function denied(why: string): PolicyViolation {
  const message = `Invalid according to Policy: ${why}`;
  return { status: 403, code: 'AccessDenied', message };
}

async function readForm(
  body: Buffer,
  type: string,
  { bucket = '' }: { bucket?: string },
): Promise<PostedForm | undefined> {
  const answer = new Response(new Uint8Array(body), { headers: { 'content-type': type } });
  const form = await answer.formData().catch(() => undefined);
  if (!form) return undefined;
  const fields = new Map<string, string>();
  let size = 0;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
    else size = value.size;
  }
  return { fields, bucket, size };
}
