import { InvokeStore } from '@aws/lambda-invoke-store';
import { serveEvents } from 'lwa-bridge';
import { expect, it, onTestFinished } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { recordedLog } from '../support/recorded-log.js';
import { after } from '../support/wait.js';

it("the build's own copy of the invoke store is the one that the AWS SDK's copy finds", async () => {
  const server = serveEvents(
    async () => {
      await after(Math.random() * 20);
      const store = await InvokeStore.getInstanceAsync();
      return [store.getRequestId(), store.getXRayTraceId(), store.getTenantId()];
    },
    { port: 0, handleSignals: false, log: recordedLog() },
  );
  await server.ready;
  onTestFinished(() => server.close());
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => {
      const ids = { request_id: `r-${n}`, xray_trace_id: `Root=${n}`, tenant_id: `t-${n}` };
      return send(server.url, { headers: adapterHeaders(ids), body: '{}' });
    }),
  );
  for (const [n, { text }] of answers.entries()) {
    expect(JSON.parse(text)).toEqual([`r-${n}`, `Root=${n}`, `t-${n}`]);
  }
});
