import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs, runsTimeout } from '../support/runs.js';
import { readAnswers } from './support/answers.js';
import { anyHttp } from './support/any-http.js';
import { hurl } from './support/hurl.js';
import { anyShares, cut } from './support/raw-requests.js';
import { replyTo, startUnderFire } from './support/server-under-fire.js';

const anyBytes = fc.uint8Array({ maxLength: 4000 }).map((array) => Buffer.from(array));

describe.each(['500-599', undefined])(
  'with AWS_LWA_ERROR_STATUS_CODES %s',
  runsTimeout,
  (codes) => {
    it('random bytes neither crash the server nor hang a connection', async () => {
      await using server = await startUnderFire(codes);
      const holds = fc.asyncProperty(anyBytes, anyShares, async (bytes, shares) => {
        const { text } = await hurl(server.url, { pieces: cut(bytes, shares) });
        expect(server.events()).toEqual([]);
        expect(text).toBe('');
        await server.check();
      });
      await fc.assert(holds, runs(50));
    });

    it('nor does HTTP that is odd in any way, and each success is an event', async () => {
      await using server = await startUnderFire(codes);
      const holds = fc.asyncProperty(anyHttp, anyShares, async (bytes, shares) => {
        const { text } = await hurl(server.url, { pieces: cut(bytes, shares) });
        const events = server.events();
        const isReady = /(GET|HEAD) \/ /.test(bytes.toString('latin1'));
        for (const { status, body } of readAnswers(text)) {
          if (status >= 300 || (isReady && body === '')) continue;
          expect(body).toBe(replyTo(events.shift()));
        }
        await server.check();
      });
      await fc.assert(holds, runs(150));
    });
  },
);
