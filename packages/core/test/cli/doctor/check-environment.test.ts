import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findAdapter } from '../../../src/cli/doctor/environment/adapter-binary.js';
import { checkEnvironment } from '../../../src/cli/doctor/environment/check-environment.js';
import type { Container } from '../../../src/cli/doctor/environment/container.js';
import { containerRules } from '../../../src/cli/doctor/environment/container-rules.js';
import { rules } from '../../../src/cli/doctor/rules/rules.js';

const right: Container = {
  env: { AWS_LWA_ERROR_STATUS_CODES: '500-599', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' },
  nodeVersion: '24.21.0',
  adapter: { file: '/opt/extensions/lambda-adapter', executable: true, since: '1.0.0' },
  exists: () => true,
};
const withEnv = (env: Record<string, string>): Container => ({
  ...right,
  env: { ...right.env, ...env },
});

/** A container for each rule that holds there. */
const traps: Readonly<Record<string, Container>> = {
  'error-status-codes-invalid': withEnv({ AWS_LWA_ERROR_STATUS_CODES: '200-599' }),
  'invoke-mode-stream': withEnv({ AWS_LWA_INVOKE_MODE: 'response_stream' }),
  'pass-through-path': withEnv({ AWS_LWA_PASS_THROUGH_PATH: 'http://localhost/events' }),
  'pass-through-path-encoded': withEnv({ AWS_LWA_PASS_THROUGH_PATH: '/events?a' }),
  'async-init': withEnv({ AWS_LWA_ASYNC_INIT: 'true' }),
  'readiness-status': withEnv({ AWS_LWA_READINESS_CHECK_HEALTHY_STATUS: '204' }),
  'adapter-port': withEnv({ AWS_LWA_PORT: '80' }),
  'deprecated-variable': withEnv({ ASYNC_INIT: 'false' }),
  'function-memory': withEnv({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' }),
  'container-error-status-codes': { ...right, env: {} },
  'container-port': withEnv({ PORT: '3000', AWS_LWA_PORT: '8080' }),
  'container-node': { ...right, nodeVersion: '20.18.3' },
  'container-adapter': { ...right, adapter: undefined },
  'container-adapter-version': {
    ...right,
    adapter: { file: '/opt/extensions/adapter', executable: true, since: '0.8.0' },
  },
  'container-handler': {
    ...withEnv({ _HANDLER: 'run.sh', AWS_LAMBDA_EXEC_WRAPPER: '/opt/bootstrap' }),
    exists: (file) => !file.endsWith('run.sh'),
  },
};

describe('a container', () => {
  it('that is right has no findings', () => {
    expect(checkEnvironment(right).findings).toEqual([]);
  });

  it('has a trap for each rule', () => {
    const ids = [...rules.filter(({ alsoInContainer }) => alsoInContainer), ...containerRules];
    expect(Object.keys(traps).toSorted()).toEqual(ids.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(traps))('with %s is found, and nothing else', (rule, container) => {
    expect(checkEnvironment(container).findings.map((finding) => finding.rule)).toEqual([rule]);
  });

  it('an adapter that may not be executed is found', () => {
    const adapter = { file: '/opt/extensions/a', executable: false, since: '1.0.0' } as const;
    const [finding] = checkEnvironment({ ...right, adapter }).findings;
    expect(finding).toMatchObject({
      rule: 'container-adapter',
      why: expect.stringContaining('not executable'),
    });
  });
});

describe('the adapter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lwa-bridge-doctor-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    [
      '1.0.0',
      'AWS_LWA_PASS_THROUGH_PATH AWS_LWA_ERROR_STATUS_CODES AWS_LWA_READINESS_CHECK_HEALTHY_STATUS',
    ],
    ['0.9.0', 'AWS_LWA_PASS_THROUGH_PATH\0AWS_LWA_ERROR_STATUS_CODES'],
    ['0.8.0', 'AWS_LWA_PORT\0AWS_LWA_PASS_THROUGH_PATH'],
    ['before 0.8.0', 'AWS_LWA_PORT'],
  ])('%s is known by its variables', (since, text) => {
    writeFileSync(join(folder, 'another-extension'), 'not an adapter');
    writeFileSync(join(folder, 'lambda-adapter'), `\x7fELF\0${text}\0`, { mode: 0o755 });
    const file = join(folder, 'lambda-adapter');
    expect(findAdapter(folder)).toEqual({ file, executable: true, since });
  });

  it('is none where there is no folder', () =>
    expect(findAdapter(join(folder, 'none'))).toBeUndefined());
});
