import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Claims } from 'example-titanic/testing/token-issuer';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectProblem } from './testing/expect-problem.js';
import { useApi } from './testing/use-api.js';

const api = useApi();
const now = () => Math.floor(Date.now() / 1000);

const get = (token: string | null) => api.call('GET /jobs?status=FAILED', { token });

async function expectRefused(token: string, detail = 'The token is not valid here.') {
  const response = await get(token);
  await expectProblem(response, 401, { detail });
  expect(response.headers.get('www-authenticate')).toBe(
    `Bearer error="invalid_token", error_description="${detail}"`,
  );
}

describe('without a token', () => {
  it.each([
    ['nothing', {}],
    ['another scheme', { Authorization: 'Basic c29tZTpib2R5' }],
    ['no token', { Authorization: 'Bearer' }],
    ['what cannot be one', { Authorization: 'Bearer a b' }],
  ])('%s is answered with what is wanted', async (_name, headers: Record<string, string>) => {
    const response = await api.call('GET /jobs/1', { token: null, headers });
    await expectProblem(response, 401, { detail: 'A bearer token is wanted.' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['GET /nowhere', 'DELETE /jobs', 'POST /jobs', 'POST /uploads', 'GET /passengers/LINE'])(
    '%s says nothing but that',
    async (route) => {
      await expectProblem(await api.call(route, { token: null }), 401);
    },
  );
});

describe('a token', () => {
  it('is taken, however its scheme is written', async () => {
    const headers = { Authorization: `bearer ${await api.token()}` };
    const response = await api.call('GET /jobs?status=FAILED', { token: null, headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('of several audiences is, where this one is among them', async () => {
    expect((await get(await api.token({ aud: ['other', 'titanic'] }))).status).toBe(200);
  });

  it('that has just ended, or is about to begin, is: clocks differ', async () => {
    expect((await get(await api.token({ exp: now() - 10 }))).status).toBe(200);
    expect((await get(await api.token({ nbf: now() + 10 }))).status).toBe(200);
  });

  it('that ended a while ago is not', async () => {
    await expectRefused(await api.token({ exp: now() - 60 }), 'The token has expired.');
  });

  it.each<[string, Claims]>([
    ['begins in a while', { nbf: now() + 60 }],
    ['is for another audience', { aud: 'other' }],
    ['is for no audience', { aud: undefined }],
    ['is of another issuer', { iss: 'https://example.com' }],
    ['is of nobody', { sub: undefined }],
    ['is of a caller without a name', { sub: '' }],
    ['is of what is no name', { sub: 7 as unknown as string }],
    ['has no end', { exp: undefined }],
  ])('that %s is not', async (_name, claims) => {
    await expectRefused(await api.token(claims));
  });

  it.each(['x', 'x.y', 'x.y.z', '..', 'e30.e30.', 'e30.e30.e30'])('%s is none', async (token) => {
    await expectRefused(token);
  });

  it('that was changed is not', async () => {
    const [header, payload = '', signature] = (await api.token()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = base64url({ ...claims, sub: 'admin' });
    await expectRefused([header, changed, signature].join('.'));
  });
});

describe('a signature', () => {
  it('of nobody (alg none) is refused', async () => {
    const payload = (await api.token()).split('.')[1];
    await expectRefused(`${base64url({ alg: 'none' })}.${payload}.`);
    await expectRefused(`${base64url({ alg: 'None', typ: 'JWT' })}.${payload}.`);
  });

  it('by HMAC with the public key as the secret is refused', async () => {
    const { keys } = (await (await fetch(api.issuer.jwksUrl)).json()) as {
      keys: { kid: string }[];
    };
    const [key] = keys;
    const payload = (await api.token()).split('.')[1];
    const signed = `${base64url({ alg: 'HS256', kid: key?.kid })}.${payload}`;
    for (const secret of [JSON.stringify(key), JSON.stringify({ keys })]) {
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      await expectRefused(`${signed}.${signature}`);
    }
  });

  it('by a key that the token brings along is refused', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const token = new SignJWT({ aud: 'titanic', iss: api.issuer.url, sub: 'a', scope: 'jobs:read' })
      .setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(publicKey) })
      .setExpirationTime('1h');
    await expectRefused(await token.sign(privateKey));
  });

  it('by another key of the same kid is refused', async () => {
    const { keys } = (await (await fetch(api.issuer.jwksUrl)).json()) as {
      keys: { kid: string }[];
    };
    const { privateKey } = await ownKey();
    const claims = { aud: 'titanic', iss: api.issuer.url, sub: 'a', exp: now() + 600 };
    await expectRefused(await sign(claims, privateKey, keys[0]?.kid ?? ''));
  });
});

describe('a scope', () => {
  it.each([
    ['POST /jobs', 'jobs:write', 'jobs:read'],
    ['GET /jobs?status=FAILED', 'jobs:read', 'jobs:write'],
    ['GET /jobs/1', 'jobs:read', 'jobs:write passengers:read'],
    ['GET /passengers/LINE', 'passengers:read', 'jobs:read'],
    ['POST /uploads', 'uploads:write', 'jobs:write'],
  ])('%s needs %s, %s is not enough', async (route, needed, scope) => {
    for (const other of [scope, '', undefined, [needed], `${needed}s`]) {
      const response = await api.call(route, { token: await api.token({ scope: other }) });
      await expectProblem(response, 403, { detail: `The token has no scope ${needed}.` });
      const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
      expect(response.headers.get('www-authenticate')).toBe(challenge);
    }
    const { status } = await api.call(route, { token: await api.token({ scope: needed }) });
    expect([401, 403]).not.toContain(status);
  });
});

// The clock stands from here on, and never goes back: keys are kept by it.
afterAll(() => void vi.useRealTimers());
function wait(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
}

describe('the keys of the issuer', () => {
  afterEach(() => api.issuer.fail(false));

  it('are asked for once, whoever calls', async () => {
    await get(await api.token());
    const asked = api.issuer.asked;
    await Promise.all([1, 2, 3].map(async () => get(await api.token())));
    expect(api.issuer.asked).toBe(asked);
  });

  it('can change: an unknown one is asked for, at most every half a minute', async () => {
    const old = await api.token({ exp: now() + 3600 });
    expect((await get(old)).status).toBe(200);
    wait(31);
    await api.issuer.rotate();
    const asked = api.issuer.asked;
    expect((await get(await api.token())).status).toBe(200);
    await expectRefused(old);
    await expectRefused(old);
    expect(api.issuer.asked).toBe(asked + 1);
  });

  it('are asked for again after ten minutes: one that was withdrawn is good no longer', async () => {
    wait(601);
    const old = await api.token({ exp: now() + 3600 });
    expect((await get(old)).status).toBe(200);
    await api.issuer.rotate();
    wait(601);
    await expectRefused(old);
  });

  it('that cannot be had are no fault of the token: 503, and later it is good', async () => {
    wait(601);
    api.issuer.fail(true);
    const token = await api.token();
    const response = await get(token);
    await expectProblem(response, 503, { detail: 'The token cannot be checked now.' });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('www-authenticate')).toBeNull();
    api.issuer.fail(false);
    expect((await get(token)).status).toBe(200);
  });
});

describe('an algorithm', () => {
  beforeEach(() => wait(31));

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('%s is taken', async (alg) => {
    await api.issuer.rotate(alg);
    expect((await get(await api.token())).status).toBe(200);
  });

  it.each(['RS512', 'ES384'])('%s is not, although the issuer has such a key', async (alg) => {
    await api.issuer.rotate(alg);
    await expectRefused(await api.token());
  });
});

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function ownKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, kid: 'own' };
}

function sign(claims: Record<string, unknown>, key: KeyObject, kid: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
}
