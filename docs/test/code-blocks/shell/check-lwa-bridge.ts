import { addCommand } from '../../../../packages/core/src/cli/add/add-command.js';
import { doctorCommand } from '../../../../packages/core/src/cli/doctor/doctor-command.js';
import { runCommand } from '../../../../packages/core/src/cli/run/run-command.js';

const commands = [addCommand(), doctorCommand(), runCommand(async () => {})];
const everywhere = ['-h', '--help', '-v', '--version'];

/** A command or an option that the command line does not have. */
export function checkLwaBridge([name = '', ...args]: readonly string[]): string[] {
  if (everywhere.includes(name)) return [];
  const command = commands.find((known) => known.name() === name);
  if (!command) return [`lwa-bridge ${name}: there is no such command`];
  const known = command.options.flatMap(({ short, long }) => [short, long]);
  return args
    .filter((arg) => arg.startsWith('-') && ![...everywhere, ...known].includes(arg.split('=')[0]))
    .map((arg) => `lwa-bridge ${name} ${arg}: there is no such option`);
}
