import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.js';

/** The description of the API (OpenAPI 3.1), made from the schemas that its requests are validated by. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>) {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Titanic',
      version: '1.0.0',
      description: 'Has the passengers of a ticket analysed, and shows what was found out.',
    },
    servers: [{ url: '/' }],
  });
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  } as const;
  return { ...document, components: { ...document.components, securitySchemes } };
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>;
