import { testJsonParity } from '../../../core/test/property/support/json-parity.js';
import { startFunction } from '../support/function-under-test.js';

testJsonParity(
  async (fixture) => {
    const file = `../../../core/test/property/fixtures/${fixture}.mjs`;
    const { invokeJson, [Symbol.asyncDispose]: close } = await startFunction(
      new URL(file, import.meta.url),
    );
    return { invoke: invokeJson, [Symbol.asyncDispose]: close };
  },
  { byDefault: 200 },
);
