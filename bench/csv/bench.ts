import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startObjectServer } from '../../packages/core/test/s3-csv/object-server.ts';
import { alternate, report } from '../ratio.ts';
import { referenceFile, referenceRows } from './reference-file.ts';

const readProcess = fileURLToPath(new URL('read-process.ts', import.meta.url));
const run = promisify(execFile);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);

/** What is made of the rows: nothing, what a schema gives, and that as JSON. */
type Mode = 'text' | 'typed' | 'handled';

/**
 * `readCsvRows` against other parsers: rows per second of the processor, from S3's bytes to batches of
 * rows, each reading in a process of its own.
 */
export async function benchCsv(): Promise<void> {
  const server = await startObjectServer();
  try {
    server.put('reference.csv', referenceFile());
    server.state.chunkSize = 64 * 1024;
    const { port = 0 } = (await server.client.config.endpoint?.()) ?? {};
    for (const [mode, title] of [
      ['text', 'rows of text'],
      ['typed', 'rows typed by zod'],
    ] as const) {
      console.log(
        `readCsvRows / others, ${title}: rows per second (above 1 wanted; csv-parse 1.6)`,
      );
      for (const other of ['csv-parse', 'papaparse', 'csv-parser', 'fast-csv', 'udsv']) {
        const ours = () => thousandRowsPerSecond('bridge', mode, port);
        const theirs = () => thousandRowsPerSecond(other, mode, port);
        report(other, 'k rows/s', await alternate(rounds, ours, theirs));
      }
    }
    await printShares(port);
  } finally {
    await server.close();
  }
}

/** Where the time goes, from what each further step adds. */
async function printShares(port: number): Promise<void> {
  const steps = [
    ['download', 'download', 'text'],
    ['parse', 'bridge', 'text'],
    ['validate', 'bridge', 'typed'],
    ['handler', 'bridge', 'handled'],
  ] as const;
  const seconds: number[][] = steps.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, name, mode]] of steps.entries()) {
      seconds[index]?.push(await secondsOf(name, mode, port));
    }
  }
  const medians = seconds.map((all) => all.sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN);
  const total = medians.at(-1) ?? Number.NaN;
  const shares = steps.map(([name], index) => {
    const own = (medians[index] ?? 0) - (medians[index - 1] ?? 0);
    return `${name} ${((100 * own) / total).toFixed(0)} %`;
  });
  console.log(`where the time goes (zod, JSON lines in the handler): ${shares.join(', ')}`);
}

async function thousandRowsPerSecond(name: string, mode: Mode, port: number): Promise<number> {
  return referenceRows / 1_000 / (await secondsOf(name, mode, port));
}

async function secondsOf(name: string, mode: Mode, port: number): Promise<number> {
  const { stdout } = await run(process.execPath, [readProcess, name, mode], {
    env: { ...process.env, PORT: String(port) },
  });
  const { rows, seconds } = JSON.parse(stdout) as { rows: number; seconds: number };
  if (rows !== referenceRows && name !== 'download') throw new Error(`${name} gave ${rows} rows`);
  return seconds;
}
