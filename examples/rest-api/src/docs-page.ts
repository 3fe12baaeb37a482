import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { OpenApiDocument } from './openapi-document.js';

/**
 * The API's description for a person: plain HTML made of the OpenAPI document. It runs no script and loads nothing, so
 * its Content-Security-Policy forbids both, and a token that is used beside it has nobody to be stolen by.
 */
export function docsPage(c: Context, { info, paths = {}, components }: OpenApiDocument) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) =>
      showOperation(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  const schemas = Object.entries(components.schemas ?? {}).map(([name, schema]) =>
    showJson(name, schema),
  );
  const hash = createHash('sha256').update(style).digest('base64');
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
  );
  return c.html(html`<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${info.title}</title>
  <style>${style}</style>
  <h1>${info.title} ${info.version}</h1>
  <p>${info.description} For tools: <a href="openapi.json">openapi.json</a>.</p>
  ${operations}
  <h2>Schemas</h2>
  ${schemas}
</html>`);
}

/** What the page shows of an operation. */
interface Operation {
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly description?: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: unknown;
}

function showOperation(name: string, { summary, security = [], ...operation }: Operation) {
  const { parameters = [], requestBody, responses } = operation;
  const scopes = security.flatMap((scheme) => Object.values(scheme).flat());
  return html`
  <h2><code>${name}</code></h2>
  <p>${summary}. Scope: <code>${scopes.join(' ')}</code></p>
  ${parameters.map((one) => showJson(`${one.name} (${one.in}${one.required ? '' : ', optional'})`, one.schema))}
  ${requestBody === undefined ? '' : showJson('Body', requestBody)}
  <dl>${Object.entries(responses).map(
    ([status, { description }]) => html`<dt>${status}</dt><dd>${description}</dd>`,
  )}</dl>`;
}

function showJson(name: string, value: unknown) {
  return html`<details><summary>${name}</summary><pre>${JSON.stringify(value, null, 2)}</pre></details>`;
}

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h2 { border-top: 1px solid #ccc; margin-top: 2rem; padding-top: 1rem }
dl { display: grid; grid-template-columns: 4rem auto } dd { margin: 0 }
pre { overflow: auto; background: #f4f4f4; padding: .5rem }
`;
