import { createHash } from 'node:crypto';
import { AnalyseInput } from 'example-titanic/jobs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenApiDocument } from '../src/openapi-document.js';
import { useApi } from './testing/use-api.js';

const api = useApi();
let document: OpenApiDocument;

beforeAll(async () => {
  const response = await api.call('GET /openapi.json', { token: null });
  expect(response.status).toBe(200);
  document = (await response.json()) as OpenApiDocument;
});

interface Operation {
  security: unknown[];
  responses: Record<string, { content?: object; headers?: object }>;
  requestBody?: { content: Record<string, { schema: object }> };
}

const operations = () =>
  Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

describe('openapi.json', () => {
  it('is OpenAPI 3.1, and has each route that needs a token', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations().map(([name]) => name)).toEqual([
      'POST /jobs',
      'GET /jobs',
      'GET /jobs/{id}',
      'POST /uploads',
      'GET /passengers/{ticket}',
    ]);
  });

  it('says of each what scope it needs, and that failures are problems', () => {
    for (const [name, { security, responses }] of operations()) {
      expect({ name, security }).toEqual({
        name,
        security: [{ bearer: [expect.stringMatching(/^\w+:(read|write)$/)] }],
      });
      const failures = Object.keys(responses).filter((status) => status >= '400');
      expect(failures).toEqual(expect.arrayContaining(['401', '403', '500', '503']));
      for (const status of failures) {
        expect(Object.keys(responses[status]?.content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  it('has the schema that a job is validated by', () => {
    const body = document.paths?.['/jobs']?.post?.requestBody as Operation['requestBody'];
    const { $schema: _, additionalProperties: __, ...schema } = z.toJSONSchema(AnalyseInput);
    expect(body?.content['application/json']?.schema).toEqual(schema);
  });
});

describe('the docs page', () => {
  it('shows every route, needs no token, and loads and runs nothing', async () => {
    const response = await api.call('GET /docs', { token: null });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const page = await response.text();
    for (const [name] of operations()) expect(page).toContain(`<h2><code>${name}</code></h2>`);
    for (const name of Object.keys(document.components.schemas ?? {})) {
      expect(page).toContain(`<summary>${name}</summary>`);
    }
    expect(page).not.toMatch(/<script|<link|<img|src=|javascript:|\son\w+=/i);

    const style = page.match(/<style>([\s\S]*)<\/style>/)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
    );
  });
});
