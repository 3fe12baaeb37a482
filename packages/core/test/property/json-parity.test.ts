import { throughAdapter } from '../../src/testing/adapter/through-adapter.js';
import { serve } from '../support/serve.js';
import { testJsonParity } from './support/json-parity.js';

const errorStatusCodes = '500-599';

testJsonParity(
  async (fixture) => {
    const { handler } = await import(`./fixtures/${fixture}.mjs`);
    const { url, close } = await serve(handler, {
      env: { AWS_LWA_ERROR_STATUS_CODES: errorStatusCodes },
    });
    return {
      invoke: (json) => throughAdapter(url, Buffer.from(json), { errorStatusCodes }),
      [Symbol.asyncDispose]: close,
    };
  },
  { byDefault: 300 },
);
