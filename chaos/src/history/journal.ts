import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from './history.ts';

type Line =
  | ({ readonly event: 'started' } & Omit<Run, 'ended' | 'worker'>)
  | ({ readonly event: 'ended'; readonly id: string } & NonNullable<Run['ended']>);

/** Where a worker writes down what it does. Each line is with the kernel before the work goes on: it outlives a SIGKILL. */
export function journal(folder: string, worker: string) {
  const file = join(folder, `${worker}.jsonl`);
  const write = (line: Line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    started: (run: Omit<Run, 'ended' | 'worker'>) => write({ event: 'started', ...run }),
    ended: (id: string, how: 'returned' | 'threw') =>
      write({ event: 'ended', id, how, at: Date.now() }),
  };
}

/** The runs that all workers wrote down. */
export function readJournals(folder: string): Run[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
  return files.flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
    const runs = new Map<string, Run>();
    for (const text of lines) {
      const { event, ...line } = JSON.parse(text) as Line;
      if (event === 'started') {
        runs.set(line.id, { ...(line as Run), worker: file.replace('.jsonl', '') });
      } else {
        const { id, ...ended } = line as Extract<Line, { event: 'ended' }>;
        const run = runs.get(id);
        if (run) runs.set(id, { ...run, ended });
      }
    }
    return [...runs.values()];
  });
}

/** Mends the world for a job that throws until then. */
export function mend(folder: string, jobId: string): void {
  writeFileSync(join(folder, `${jobId}.mended`), '');
}

export function isMended(folder: string, jobId: string): boolean {
  return existsSync(join(folder, `${jobId}.mended`));
}
