import { createRoute, type RouteHandler } from '@hono/zod-openapi';
import type { ApiEnv } from '../api-env.js';
import { requireScope } from '../middleware/authenticate.js';
import { problems } from '../schemas/problem-details.js';
import { UploadForm } from '../schemas/upload-form.js';
import type { UploadSettings } from '../settings.js';
import { uploadForms } from '../upload-forms.js';

export const createUploadRoute = createRoute({
  method: 'post',
  path: '/uploads',
  operationId: 'createUpload',
  summary: 'Get a form by which a passenger list is uploaded',
  security: [{ bearer: ['uploads:write'] }],
  middleware: requireScope('uploads:write'),
  responses: {
    201: {
      description:
        'Send `fields`, then the CSV file as the field `file`, to `url` as multipart/form-data.',
      content: { 'application/json': { schema: UploadForm } },
    },
    ...problems(),
  },
});

/** The route's handler, for a bucket. */
export function createUpload(
  settings: UploadSettings,
): RouteHandler<typeof createUploadRoute, ApiEnv> {
  const makeForm = uploadForms(settings);
  return async (c) => c.json(await makeForm(), 201);
}
