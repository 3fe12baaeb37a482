import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { docsFolder } from '../docs-folder.js';
import { ExitCode } from '../exit-code.js';
import { painter } from '../paint.js';
import { checkTemplate, type Diagnosis } from './check-template.js';
import { checkEnvironment } from './environment/check-environment.js';
import { readAdapterInImage } from './model/adapter-in-image.js';
import { reportJson } from './report/report-json.js';
import { reportText } from './report/report-text.js';
import { ruleIds } from './rule-ids.js';
import { readTemplate } from './template/read-template.js';

interface DoctorOptions {
  readonly env?: true;
  readonly json?: true;
  readonly strict?: true;
  readonly ignore?: readonly string[];
  readonly dockerfile?: string;
}

const usualNames = ['template.yaml', 'template.yml', 'template.json'];

/** `lwa-bridge doctor`: checks a template, or the environment of a running container. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('checks a SAM or CloudFormation template for every trap that loses messages')
    .argument(
      '[template]',
      `the template (default: ${usualNames.join(', ')}; else the environment)`,
    )
    .option('--env', 'check the environment of this container')
    .option('--dockerfile <file>', 'the Dockerfile of images that the template names none of')
    .option('--ignore <rule>', 'leave out a rule; may be repeated', collect)
    .option('--strict', 'exit with 1 for warnings, too')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', helpAfter)
    .action((template: string | undefined, options: DoctorOptions) => {
      const { ignore = [] } = options;
      refuseUnknownRules(ignore);
      const diagnosis = without(ignore, diagnosisOf(template, options));
      const text = options.json
        ? reportJson(diagnosis)
        : reportText(diagnosis, {
            paint: painter(process.stdout),
            docs: docsFolder(process.cwd()),
          });
      process.stdout.write(text);
      if (isIll(diagnosis, options)) process.exitCode = ExitCode.failed;
    });
}

const helpAfter = () => `
Exits with 0 where nothing of severity error is found, 1 where something is, 2 where the template
can't be read. Each rule is explained in ${join(docsFolder(process.cwd()), 'doctor.md')}.

Examples:
  lwa-bridge doctor template.yaml --dockerfile Dockerfile
  lwa-bridge doctor --env --json`;

function diagnosisOf(given: string | undefined, { env, dockerfile }: DoctorOptions): Diagnosis {
  if (env && given !== undefined) {
    throw new CliError('--env checks the environment: leave out the template');
  }
  if (dockerfile !== undefined && readAdapterInImage(dockerfile) === undefined) {
    throw new CliError(`${dockerfile} can't be read, or is no Dockerfile: it has no FROM`);
  }
  const template = env ? undefined : (given ?? usualNames.find((name) => existsSync(name)));
  if (template !== undefined) return checkTemplate(readTemplate(template), dockerfile);
  if (dockerfile !== undefined) {
    throw new CliError('--dockerfile goes with a template, and there is none', {
      hint: 'Name it: lwa-bridge doctor <template> --dockerfile <file>',
    });
  }
  if (!env)
    process.stderr.write(
      `There is no ${usualNames.join(', ')} here: the environment is checked.\n`,
    );
  return checkEnvironment();
}

function refuseUnknownRules(ignored: readonly string[]): void {
  const unknown = ignored.find((rule) => !ruleIds.includes(rule));
  if (unknown === undefined) return;
  throw new CliError(`--ignore ${unknown}: there is no such rule`, {
    hint: `The rules are ${ruleIds.join(', ')}`,
  });
}

function without(ignored: readonly string[], diagnosis: Diagnosis): Diagnosis {
  const findings = diagnosis.findings.filter(({ rule }) => !ignored.includes(rule));
  return { ...diagnosis, findings };
}

function isIll({ findings }: Diagnosis, { strict }: DoctorOptions): boolean {
  return findings.some(({ severity }) => severity === 'error' || strict);
}

function collect(rule: string, before: readonly string[] = []): readonly string[] {
  return [...before, rule];
}
