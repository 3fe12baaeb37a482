import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.js';

const complete = {
  JWT_ISSUER: 'https://login.example.com/',
  JWT_AUDIENCE: 'titanic',
  JWT_JWKS_URL: 'https://login.example.com/.well-known/jwks.json',
  UPLOADS_BUCKET: 'lists',
};

describe('the settings', () => {
  it('are those of the environment, and defaults', () => {
    expect(readSettings(complete)).toEqual({
      port: 8080,
      tokens: {
        issuer: 'https://login.example.com/',
        audience: 'titanic',
        jwksUrl: new URL('https://login.example.com/.well-known/jwks.json'),
      },
      origins: [],
      uploads: { bucket: 'lists', maxBytes: 104_857_600 },
    });
  });

  it('can be others', () => {
    const CORS_ORIGINS = 'https://app.example.com, http://localhost:3000';
    const more = { AWS_LWA_PORT: '8000', PORT: '1', CORS_ORIGINS, UPLOAD_MAX_BYTES: '7' };
    expect(readSettings({ ...complete, ...more })).toMatchObject({
      port: 8000,
      origins: ['https://app.example.com', 'http://localhost:3000'],
      uploads: { maxBytes: 7 },
    });
  });

  it('take an empty variable for none', () => {
    const empty = { AWS_LWA_PORT: '', PORT: '', CORS_ORIGINS: '', UPLOAD_MAX_BYTES: '' };
    expect(readSettings({ ...complete, ...empty })).toEqual(readSettings(complete));
  });

  it.each(Object.keys(complete))('are not complete without %s', (name) => {
    for (const value of ['', undefined]) {
      expect(() => readSettings({ ...complete, [name]: value })).toThrow(
        new RegExp(`^the environment is not complete: ${name}: [^;]* is wanted$`),
      );
    }
  });

  it('name all that is missing', () => {
    expect(() => readSettings({})).toThrow(
      /JWT_ISSUER: .*; JWT_AUDIENCE: .*; JWT_JWKS_URL: .*; UPLOADS_BUCKET: /,
    );
  });

  it.each([
    ['PORT', 'abc', 'a port from 1 to 65535'],
    ['PORT', '0', 'a port from 1 to 65535'],
    ['PORT', '65536', 'a port from 1 to 65535'],
    ['AWS_LWA_PORT', '80.5', 'a port from 1 to 65535'],
    ['JWT_JWKS_URL', 'jwks.json', 'the URL of a JSON Web Key Set'],
    ['JWT_JWKS_URL', 'http://login.example.com/jwks.json', 'https'],
    ['JWT_JWKS_URL', 'file:///etc/passwd', 'https'],
    ['CORS_ORIGINS', '*', 'a list of origins'],
    ['CORS_ORIGINS', 'https://app.example.com/', 'a list of origins'],
    ['CORS_ORIGINS', 'https://app.example.com https://example.com', 'a list of origins'],
    ['UPLOAD_MAX_BYTES', '1e3', 'a number of bytes'],
    ['UPLOAD_MAX_BYTES', '0', 'a number of bytes'],
    ['UPLOAD_MAX_BYTES', '6000000000', 'at most 5 GB'],
  ])('refuse %s=%s', (name, value, wanted) => {
    expect(() => readSettings({ ...complete, [name]: value })).toThrow(`${name}`);
    expect(() => readSettings({ ...complete, [name]: value })).toThrow(wanted);
  });

  it.each(['http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:1/x'])(
    'take keys of this machine without https: %s',
    (url) => {
      const { tokens } = readSettings({ ...complete, JWT_JWKS_URL: url });
      expect(tokens.jwksUrl.href).toBe(url);
    },
  );
});
