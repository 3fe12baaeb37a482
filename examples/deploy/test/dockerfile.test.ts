import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const dockerfile = readFileSync(new URL('../Dockerfile', import.meta.url), 'utf8');
const steps = dockerfile.replaceAll(/\\\n\s*/g, '').split('\n');
const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM')));

describe('the image', () => {
  it('is made in stages: the last has the adapter, the bundles and Node, no sources', () => {
    expect(last.filter((step) => step.startsWith('COPY'))).toEqual([
      'COPY --from=adapter /lambda-adapter /opt/extensions/lambda-adapter',
      'COPY --from=build /src/image ./',
    ]);
    expect(last[0]).toBe(`FROM \${NODE_IMAGE}`);
  });

  it('is built once for both architectures', () => {
    const stages = steps.filter((step) => step.startsWith('FROM'));
    expect(stages).toContain(`FROM --platform=\${BUILDPLATFORM} \${NODE_IMAGE} AS build`);
  });

  it('names the versions of what it is made from', () => {
    const images = steps.filter((step) => step.startsWith('ARG'));
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/:\d+\.\d+\.\d+(-slim)?$/);
  });

  it('holds compiled code, made by its own Node', () => {
    expect(dockerfile).toContain('cp examples/deploy/compile-cache.cjs image/');
    expect(last.find((step) => step.startsWith('RUN'))).toContain("await import('./$handler')");
    expect(last).toContain('ENV NODE_OPTIONS=--require=/app/compile-cache.cjs');
  });

  it('can be read by the user that Lambda runs it as', () => {
    expect(last.find((step) => step.startsWith('RUN'))).toMatch(/; chmod -R a\+rX \.$/);
  });

  it('runs as no root, and is the REST API unless told otherwise', () => {
    expect(last.slice(-3)).toEqual(['USER node', 'CMD ["node", "rest-api.mjs"]', '']);
  });

  it('has no setting of the adapter', () => {
    expect(dockerfile).not.toContain('AWS_LWA');
  });
});
