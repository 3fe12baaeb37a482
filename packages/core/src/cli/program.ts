import { Command, CommanderError } from 'commander';
import { doctorCommand } from './doctor/doctor-command.js';
import { ExitCode } from './exit-code.js';

/**
 * Parses the command line and runs what it asks for.
 *
 * @param args - without Node and this program
 * @throws CliError for what a person can mend
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('lwa-bridge');
  program
    .description('Runs Lambda handlers in ordinary containers without losing a message')
    .addCommand(doctorCommand());
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError(`(${fullName(command)} --help shows how)`);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed the reason, or the help that was asked for.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}
