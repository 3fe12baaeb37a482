import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, folderWith, program } from '../support/cli.js';
import { ownTemplate } from './own-template.js';

// The program as it is published, with the YAML and Dockerfile readers bundled into it.
const packageJson = new URL('../../../package.json', import.meta.url);
const clean = readFileSync(ownTemplate, 'utf8');
const trap = 'Resources:\n  Q: { Type: AWS::SQS::Queue, Properties: { QueueName: a.fifo } }\n';

describe('npx lwa-bridge doctor', () => {
  it.each(['template.yaml', 'template.yml', 'template.json'])(
    'takes the %s of the folder',
    async (name) => {
      const cwd = folderWith({ [name]: trap });
      const { code, stdout, stderr } = await cli(['doctor'], { cwd });
      expect(stdout).toMatch(new RegExp(`^error fifo-name Q, FifoQueue \\(${name}:2\\)$`, 'm'));
      expect([code, stderr]).toEqual([1, '']);
    },
  );

  it('follows a Dockerfile that the template names', async () => {
    const metadata = '    Metadata: { Dockerfile: Dockerfile, DockerContext: ./app }\n    Type: ';
    const type = 'AWS::Serverless::Function';
    const cwd = folderWith({
      'template.yaml': clean.replaceAll(`    Type: ${type}`, `${metadata}${type}`),
      'app/Dockerfile':
        'FROM node:24-slim\nCOPY --from=lwa:0.8.4 /lambda-adapter /opt/extensions/\n',
    });
    const { code, stdout } = await cli(['doctor', 'template.yaml', '--json'], { cwd });
    const { findings } = JSON.parse(stdout);
    expect(new Set(findings.map(({ rule }: { rule: string }) => rule))).toEqual(
      new Set(['adapter-version']),
    );
    expect(findings[0]).toMatchObject({ file: 'app/Dockerfile', line: 2 });
    expect(code).toBe(1);
  });

  it('takes the environment where the folder has no template, and says so', async () => {
    const env = { AWS_LWA_INVOKE_MODE: 'response_stream', AWS_LWA_ERROR_STATUS_CODES: '500-599' };
    const { code, stdout, stderr } = await cli(['doctor'], { cwd: folderWith(), env });
    expect(stderr).toMatch(/^There is no template\.yaml, .* here: the environment is checked\.\n$/);
    expect(stdout).toContain('error invoke-mode-stream environment');
    expect(stdout).toMatch(/\nenvironment: \d errors, 0 warnings in 1 function \(environment\)\n$/);
    expect(code).toBe(1);
  });

  it('takes no Dockerfile where there is no template, rather than leave it unread', async () => {
    const cwd = folderWith({ Dockerfile: 'FROM node:24-slim\n' });
    const { code, stdout, stderr } = await cli(['doctor', '--dockerfile', 'Dockerfile'], { cwd });
    expect(stderr).toMatch(/^error: --dockerfile goes with a template, .*\nName it: /);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('names the pages where they are: in the package, wherever that is linked from', async () => {
    const docs = join('node_modules', 'lwa-bridge', 'docs');
    const cwd = folderWith({
      'app/template.yaml': trap,
      'store/lwa-bridge/docs/doctor.md': '',
      'store/lwa-bridge/docs/sqs.md': '## FIFO queues',
    });
    const installed = join(cwd, 'store/lwa-bridge');
    cpSync(dirname(program), join(installed, 'dist/cli'), { recursive: true });
    copyFileSync(packageJson, join(installed, 'package.json'));
    const pagesFrom = async (folder: string) => {
      const { stdout } = await cli(['doctor', join(cwd, 'app/template.yaml')], {
        cwd: join(cwd, folder),
        installed: join(installed, 'dist/cli/main.js'),
      });
      return [...stdout.matchAll(/^ {2}(\S+)#fifo-queues$/gm)].map(([, page]) => page);
    };
    expect(await pagesFrom('app')).toEqual(['../store/lwa-bridge/docs/sqs.md']);

    mkdirSync(join(cwd, 'app/node_modules'));
    symlinkSync(installed, join(cwd, 'app/node_modules/lwa-bridge'), 'dir');
    expect(await pagesFrom('app')).toEqual([join(docs, 'sqs.md')]);

    rmSync(join(installed, 'docs/doctor.md'));
    expect(await pagesFrom('app')).toEqual(['docs/sqs.md']);
  });

  it('says on stderr what it can’t read, and exits with 2', async () => {
    const cwd = folderWith({ 'cdk.json': '{"app": "node app.js"}' });
    const { code, stdout, stderr } = await cli(['doctor', 'cdk.json'], { cwd });
    expect(stderr).toMatch(/^error: cdk\.json is no template .*\nOf a CDK app .*cdk synth/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
