import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CliError } from '../../../src/cli/cli-error.js';
import { doctorCommand } from '../../../src/cli/doctor/doctor-command.js';
import { ownDockerfile, ownTemplate } from './own-template.js';

const sample = (name: string) => fileURLToPath(new URL(`templates/${name}`, import.meta.url));

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  process.exitCode = undefined;
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command; gives the exit code that it leaves behind. */
async function doctor(...args: string[]): Promise<number> {
  await doctorCommand().exitOverride().parseAsync(args, { from: 'user' });
  return Number(process.exitCode ?? 0);
}

describe('lwa-bridge doctor', () => {
  it('exits with 0 for our own template, and says what it checked', async () => {
    expect(await doctor(ownTemplate, '--dockerfile', ownDockerfile, '--strict')).toBe(0);
    expect(printed).toContain('template.yaml: nothing found in ');
  });

  it('exits with 1 for errors, and prints where, why, what to write and the page', async () => {
    expect(await doctor(sample('zip-with-layer.yaml'))).toBe(1);
    expect(printed).toMatch(
      /error report-batch-item-failures Worker\.Events\.Orders, FunctionResponseTypes \(\S+zip-with-layer\.yaml:24\)\n {2}Without .+\n {4}FunctionResponseTypes: \[ReportBatchItemFailures\]\n {2}\S*docs\/event-source-mapping\.md/,
    );
    expect(printed).toContain('Plain (');
    expect(printed).toMatch(
      /zip-with-layer\.yaml: 4 errors, 2 warnings in 1 function \(Worker\)\n$/,
    );
  });

  it('exits with 0 for warnings, with 1 if --strict', async () => {
    const ignored = ['s3-recursion', 'queue-policy-missing'].flatMap((rule) => ['--ignore', rule]);
    expect(await doctor(sample('s3-through-sqs.yaml'), ...ignored)).toBe(0);
    expect(printed).toContain('warning sns-redrive');
    expect(await doctor(sample('s3-through-sqs.yaml'), ...ignored, '--strict')).toBe(1);
  });

  it('--json is for machines', async () => {
    await doctor(sample('globals.yaml'), '--json');
    const { checked, functions, findings, notKnown } = JSON.parse(printed);
    expect(checked).toBe(sample('globals.yaml'));
    expect(functions).toEqual(['Api', 'Worker', 'Both']);
    expect(findings[0]).toEqual({
      rule: 'http-timeout',
      severity: 'warning',
      docs: 'doctor.md#http-and-events',
      resource: 'Api',
      property: 'Timeout',
      why: expect.any(String),
      write: 'Timeout: 28',
      file: sample('globals.yaml'),
      line: 7,
    });
    expect(notKnown).toHaveLength(2);
  });

  it('--env checks the environment', async () => {
    await doctor('--env', '--json');
    expect(JSON.parse(printed).checked).toBe('environment');
  });

  it.each([
    [['none.yaml'], /none\.yaml can't be read: there is no such file/],
    [[sample('old-adapter.Dockerfile')], /is neither YAML nor JSON|has no Resources/],
    [[ownTemplate, '--dockerfile', 'none'], /none can't be read/],
    [[ownTemplate, '--dockerfile', ownTemplate], /is no Dockerfile/],
    [[ownTemplate, '--env'], /leave out the template/],
    [[ownTemplate, '--ignore', 'nonsense'], /no such rule/],
  ])('%o can’t be used', async (args, message) => {
    const error = await doctor(...args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
    expect(printed).toBe('');
  });
});
