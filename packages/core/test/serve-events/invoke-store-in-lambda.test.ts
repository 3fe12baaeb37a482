import { InvokeStore } from '@aws/lambda-invoke-store';
import { expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { serve } from '../support/serve.js';

// A file of its own: the first to open the store decides its kind for the whole process.
it('is the simple store of Lambda itself, where Lambda sends one event at a time', async () => {
  const { url } = await serve(
    async () => {
      const store = await InvokeStore.getInstanceAsync();
      return [store.constructor.name, store.getRequestId(), store.getXRayTraceId()];
    },
    { env: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001', AWS_LWA_ERROR_STATUS_CODES: '500-599' } },
  );
  for (const id of ['r-1', 'r-2']) {
    const headers = adapterHeaders({ request_id: id, xray_trace_id: `Root=${id}` });
    const { text } = await send(url, { headers, body: '{}' });
    expect(JSON.parse(text)).toEqual([expect.stringContaining('Single'), id, `Root=${id}`]);
  }
});
