import { Command, Option } from 'commander';
import { painter } from '../paint.js';
import { type Added, type AddOptions, addHandler } from './add-handler.js';
import { kinds } from './kinds.js';

const help = `
Kinds:
${Object.entries(kinds)
  .map(([kind, { serves }]) => `  ${kind.padEnd(7)}${serves}`)
  .join('\n')}

What is to be put under Resources of the SAM template goes to stdout, all else to stderr. Append
it with >> template.yaml where Resources is the last section, and only once.

Examples:
  lwa-bridge add orders
  lwa-bridge add price-list --kind csv --dir src/handlers`;

/** `lwa-bridge add`: a new handler, its test, and its entry of the SAM template. */
export function addCommand(): Command {
  return new Command('add')
    .description('write a new handler and its test, and print its entry of the SAM template')
    .argument('<name>', 'of the handler and its files, such as orders')
    .addOption(
      new Option('-k, --kind <kind>', 'what it serves').choices(Object.keys(kinds)).default('sqs'),
    )
    .option('-d, --dir <folder>', 'where its files go', 'src')
    .option('-f, --force', 'write over files that exist', false)
    .option('--json', 'print what was added as JSON')
    .addHelpText('after', help)
    .action((name: string, { json, ...options }: AddOptions & { json?: true }) => {
      const added = addHandler(name, options, process.cwd());
      if (json) return void process.stdout.write(`${JSON.stringify(added, null, 2)}\n`);
      process.stderr.write(report(added));
      process.stdout.write(added.template);
    });
}

// With --save-prod, for npm leaves a devDependency where it is, and `npm ci --omit=dev` leaves it out.
function report({ files, install, test }: Added): string {
  const paint = painter(process.stderr);
  const lines = [
    ...files.map((file) => `${paint('green', 'wrote')} ${file}`),
    ...(install.length > 0 ? [`Install: npm install --save-prod ${install.join(' ')}`] : []),
    `Test it: ${test}`,
    'Put under Resources of the template, once, and not behind another section, such as Outputs (the image stays as it is):',
  ];
  return `${lines.join('\n')}\n\n`;
}
