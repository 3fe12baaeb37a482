import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCommand } from './add/add-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { ExitCode } from './exit-code.js';
import { runCommand } from './run/run-command.js';
import type { runHandler } from './run/run-handler.js';

/**
 * Parses the command line and runs what it asks for.
 *
 * @param args - without Node and this program
 * @param run - the command that a container starts with, which is loaded before this file is
 * @throws CliError for what a person can mend
 */
export async function runProgram(args: readonly string[], run: typeof runHandler): Promise<void> {
  const program = new Command('lwa-bridge');
  program
    .description('Runs Lambda handlers in ordinary containers without losing a message')
    .version(version(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addCommand(runCommand(run))
    .addCommand(addCommand())
    .addCommand(doctorCommand());
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError(`(${fullName(command)} --help shows how)`);
  }
  // A server goes on by Node's own rules.
  if (args[0] !== 'run') process.stdout.on('error', endUnread);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed the reason, or the help that was asked for.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
}

// `| head` has read enough: what is left has nobody to go to.
function endUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function version(): string {
  const packageJson = new URL('../../package.json', import.meta.url);
  return JSON.parse(readFileSync(packageJson, 'utf8')).version;
}
