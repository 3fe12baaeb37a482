import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { isMain } from 'lwa-bridge';
import type { ApiEnv } from './api-env.js';
import { docsPage } from './docs-page.js';
import { accessLog } from './middleware/access-log.js';
import { allowOrigins } from './middleware/allow-origins.js';
import { authenticate } from './middleware/authenticate.js';
import { invocation } from './middleware/invocation.js';
import { refuseOtherMethods } from './middleware/refuse-other-methods.js';
import { requestId } from './middleware/request-id.js';
import { securityHeaders } from './middleware/security-headers.js';
import { openApiDocument } from './openapi-document.js';
import { notFound, onError, Problem } from './problem.js';
import { refuseInvalid } from './refuse-invalid.js';
import { createJob, createJobRoute } from './routes/create-job.js';
import { createUpload, createUploadRoute } from './routes/create-upload.js';
import { getJob, getJobRoute } from './routes/get-job.js';
import { getPassengers, getPassengersRoute } from './routes/get-passengers.js';
import { listJobs, listJobsRoute } from './routes/list-jobs.js';
import { serveApp } from './serve-app.js';
import type { Settings } from './settings.js';

/** The largest body, in bytes: files do not come this way. */
const maxSize = 16 * 1024;

export function createApp({ tokens, origins, uploads }: Settings) {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(onError);
  app.notFound(notFound);

  // Before the middleware: the adapter asks for it every 10 ms while it waits.
  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.use(invocation, requestId, accessLog, securityHeaders, allowOrigins(origins));
  app.get('/openapi.json', (c) => c.json(openApiDocument(app)));
  app.get('/docs', (c) => docsPage(c, openApiDocument(app)));

  // What follows needs a token.
  app.use(authenticate(tokens));
  app.use(bodyLimit({ maxSize, onError: refuseTooLarge }));

  app.openapi(createJobRoute, createJob);
  app.openapi(listJobsRoute, listJobs);
  app.openapi(getJobRoute, getJob);
  app.openapi(createUploadRoute, createUpload(uploads));

  // Any characters, because a ticket can hold a slash, which API Gateway passes on decoded.
  app.openAPIRegistry.registerPath(getPassengersRoute);
  app.openapi(
    { ...getPassengersRoute, path: '/passengers/{ticket{.+}}', hide: true },
    getPassengers,
  );

  refuseOtherMethods(app);
  return app;
}

function refuseTooLarge(): never {
  throw new Problem(413, `The body is larger than ${maxSize} bytes.`);
}

if (isMain(import.meta)) serveApp(createApp);
