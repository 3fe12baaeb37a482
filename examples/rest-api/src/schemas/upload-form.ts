import { z } from '@hono/zod-openapi';

/** A form that S3 takes one file by. */
export const UploadForm = z
  .object({
    url: z.url(),
    fields: z.record(z.string(), z.string()).meta({ description: 'To be sent as they are.' }),
    key: z.string().meta({ description: 'Where the file will be.' }),
    maxBytes: z.int().min(1),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'UploadForm' });

export type UploadForm = z.infer<typeof UploadForm>;
