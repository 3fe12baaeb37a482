import { z } from 'zod';

/** What the API is told by its environment. */
export interface Settings {
  readonly port: number;
  readonly tokens: TokenSettings;
  /** The origins whose pages may call: `https://app.example.com`. */
  readonly origins: readonly string[];
  readonly uploads: UploadSettings;
}

/** Whose tokens are good here. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's public keys are. */
  readonly jwksUrl: URL;
}

/** Where files are uploaded to, and how large they may be. */
export interface UploadSettings {
  readonly bucket: string;
  readonly maxBytes: number;
}

/**
 * Reads the settings. What decides who may do what has no default.
 *
 * @throws Error that names each variable that is missing or wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  // An empty variable is none: that is how templates leave one out.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = Environment.safeParse(set);
  if (!success) {
    const reasons = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`the environment is not complete: ${reasons.join('; ')}`);
  }
  return {
    port: data.AWS_LWA_PORT ?? data.PORT,
    tokens: { issuer: data.JWT_ISSUER, audience: data.JWT_AUDIENCE, jwksUrl: data.JWT_JWKS_URL },
    origins: data.CORS_ORIGINS,
    uploads: { bucket: data.UPLOADS_BUCKET, maxBytes: data.UPLOAD_MAX_BYTES },
  };
}

const wanted = (what: string) => ({ error: `${what} is wanted` });

const port = z
  .string()
  .regex(/^\d{1,5}$/, wanted('a port from 1 to 65535'))
  .transform(Number)
  .pipe(
    z
      .number()
      .min(1, wanted('a port from 1 to 65535'))
      .max(65_535, wanted('a port from 1 to 65535')),
  );

// Whoever can change the keys on their way can make tokens.
const isSafe = ({ protocol, hostname }: URL) =>
  protocol === 'https:' ||
  (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));

const keysUrl = z
  .url(wanted('the URL of a JSON Web Key Set'))
  .transform((text) => new URL(text))
  .refine(isSafe, wanted('https, but for this machine,'));

const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (text) => URL.parse(text)?.origin === text,
          wanted('a list of origins such as https://app.example.com'),
        ),
    ),
  );

// The most that S3 takes by one form.
const fiveGigabytes = 5 * 1024 ** 3;

const bytes = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, wanted('a number of bytes'))
  .transform(Number)
  .pipe(z.number().max(fiveGigabytes, wanted('at most 5 GB')));

const Environment = z.object({
  AWS_LWA_PORT: port.optional(),
  PORT: port.default(8080),
  JWT_ISSUER: z.string(wanted('the issuer of tokens')),
  JWT_AUDIENCE: z.string(wanted('the audience of tokens, which is this API,')),
  JWT_JWKS_URL: keysUrl,
  CORS_ORIGINS: origins.default([]),
  UPLOADS_BUCKET: z.string(wanted('the bucket that files are uploaded to')),
  UPLOAD_MAX_BYTES: bytes.default(100 * 1024 ** 2),
});
