import { Command } from 'commander';

/** `lwa-bridge doctor`: checks a template, or the environment of a running container. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('checks a SAM or CloudFormation template for every trap that loses messages')
    .argument('[template]', 'the template to check', 'template.yaml')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExample:\n  lwa-bridge doctor template.yaml')
    .action(async (_template: string) => {
      // Throw a CliError for what is not there; set process.exitCode = ExitCode.failed on findings.
    });
}
