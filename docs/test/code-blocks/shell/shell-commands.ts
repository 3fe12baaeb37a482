import { type ParseEntry, parse } from 'shell-quote';

/** One command of a `sh` block: the program and its arguments, assignments before it left out. */
export type ShellCommand = readonly [program: string, ...args: string[]];

/** The commands of a `sh` block, one after the other. Variables stay as they are written. */
export function shellCommands(text: string): ShellCommand[] {
  return logicalLines(text).flatMap((line) => {
    const commands: string[][] = [[]];
    let toFile = false;
    for (const entry of parse(line, (name) => `$${name}`)) {
      if (isComment(entry)) break;
      const word = wordOf(entry);
      const ofRedirection = toFile;
      toFile = isRedirection(entry);
      if (ofRedirection || toFile) continue;
      if (word === undefined) commands.push([]);
      else commands.at(-1)?.push(word);
    }
    return commands.flatMap((words) => withoutAssignments(words));
  });
}

// What a backslash or an open quote carries on to the next line is one line.
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open += line;
    const quotes = open.replace(/#.*$/, '').match(/'/g)?.length ?? 0;
    if (open.endsWith('\\')) open = `${open.slice(0, -1)} `;
    else if (quotes % 2 === 1) open += '\n';
    else {
      lines.push(open);
      open = '';
    }
  }
  return open ? [...lines, open] : lines;
}

const isRedirection = (entry: ParseEntry) =>
  typeof entry === 'object' && 'op' in entry && ['>', '>>', '<'].includes(entry.op);

const isComment = (entry: ParseEntry) => typeof entry === 'object' && 'comment' in entry;

function wordOf(entry: ParseEntry): string | undefined {
  if (typeof entry === 'string') return entry;
  return 'pattern' in entry ? entry.pattern : undefined;
}

function withoutAssignments(words: readonly string[]): ShellCommand[] {
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const [program, ...args] = start === -1 ? [] : words.slice(start);
  return program === undefined ? [] : [[program, ...args]];
}
