import { type EventEmitter, on } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Analysis } from 'example-titanic/analysis';
import type { StoredPassenger } from 'example-titanic/passenger';
import type { Job } from 'lwa-bridge';
import type { SweepReport } from 'lwa-bridge/jobs';
import type { Clients, LambdaFunction, LocalEvent } from 'lwa-bridge-local';
import type { Application } from './application.js';
import { readLogLine } from './log-line.js';

/** Where the tour goes, and whom it tells. */
export interface TourOptions extends Pick<Application, 'bucket' | 'passengersTable'> {
  clients: Clients;
  genericEvent: LambdaFunction;
  sweep: LambdaFunction;
  restUrl: string;
  /** Emits each `LocalEvent` as `event`. */
  events: EventEmitter<{ event: [LocalEvent] }>;
  tell(place: string, text: string): void;
  signal: AbortSignal;
}

/** Parties of several passengers: families, friends, a group of sailors. */
const tickets = ['1601', 'CA. 2343', 'PC 17608', 'W./C. 6608', 'LINE'];

const list = new URL('../../s3-csv/data/titanic.csv', import.meta.url);
const key = 'passengers/titanic.csv';

/**
 * Invokes a function, uploads the passenger list, waits until it is in the table, has some tickets
 * analysed, reads what was found out, and sweeps: no job was lost.
 */
export async function takeTour(options: TourOptions): Promise<void> {
  await invokeGenericEvent(options);
  const csv = await readFile(list);
  await Promise.all([untilStored(options), upload(csv, options)]);
  await checkStored(csv, options);
  const jobs = await Promise.all(tickets.map((ticket) => enqueue(ticket, options)));
  await Promise.all(jobs.map((job) => untilCompleted(job, options)));
  for (const ticket of tickets) await checkAnalysed(ticket, options);
  await checkSwept(options);
}

async function invokeGenericEvent({ genericEvent, tell }: TourOptions): Promise<void> {
  const event = { action: 'echo', data: { message: 'hello' } };
  const reply = await genericEvent.invoke(event);
  tell('invoke', `${JSON.stringify(event)} -> ${JSON.stringify(reply)}`);
}

async function upload(csv: Buffer, { bucket, clients, signal, tell }: TourOptions): Promise<void> {
  tell('upload', `${Math.round(csv.length / 1024)} KB -> s3://${bucket}/${key}`);
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: csv });
  await clients.s3.send(command, { abortSignal: signal });
}

async function untilStored({ events, signal }: TourOptions): Promise<void> {
  for await (const [event] of on(events, 'event', { signal })) {
    if (event.type !== 'function-log' || event.function !== 's3-csv') continue;
    const line = readLogLine(event.line);
    if (line.message === 'file done' && line.key === key) return;
  }
}

async function checkStored(csv: Buffer, options: TourOptions): Promise<void> {
  const { clients, passengersTable, tell } = options;
  const expected = csv.toString('utf8').trimEnd().split('\n').length - 1;
  let stored = 0;
  const pages = paginateScan(
    { client: clients.dynamodb },
    { TableName: passengersTable, Select: 'COUNT', ConsistentRead: true },
  );
  for await (const { Count = 0 } of pages) stored += Count;
  tell('dynamodb', `${stored} passengers in table ${passengersTable}`);
  if (stored < expected) throw new Error(`${stored} passengers are stored, not ${expected}`);
}

async function enqueue(ticket: string, { restUrl, signal, tell }: TourOptions): Promise<Job> {
  const response = await fetch(`${restUrl}/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ticket }),
    signal,
  });
  const job = await readJson<Job>(response);
  tell('POST', `/jobs {"ticket":"${ticket}"}: ${response.status}, job ${job.id}`);
  return job;
}

async function untilCompleted({ id }: Job, { restUrl, signal, tell }: TourOptions): Promise<void> {
  for (;;) {
    const response = await fetch(`${restUrl}/jobs/${id}`, { signal });
    const job = await readJson<Job<{ ticket: string }, Analysis>>(response);
    if (job.status === 'FAILED') throw new Error(`job ${id} FAILED: ${job.error}`);
    if (job.status === 'COMPLETED') {
      return tell('GET', `/jobs/${id}: COMPLETED, "${job.output.summary}"`);
    }
    await sleep(100, undefined, { signal });
  }
}

async function checkAnalysed(ticket: string, options: TourOptions): Promise<void> {
  const { restUrl, signal, tell } = options;
  const path = `/passengers/${encodeURIComponent(ticket)}`;
  const response = await fetch(`${restUrl}${path}`, { signal });
  const { passengers } = await readJson<{ passengers: StoredPassenger[] }>(response);
  const [first] = passengers;
  if (!first?.analysis || !passengers.every(({ analysis }) => analysis)) {
    throw new Error(`${path} has passengers without an analysis`);
  }
  tell('GET', `${path}: "${first.analysis.remark}"${others(passengers.length - 1)}`);
}

async function checkSwept({ sweep, tell }: TourOptions): Promise<void> {
  const { sent, abandoned } = (await sweep.invoke({})) as SweepReport;
  tell('sweep', `${sent.length} lost jobs sent again, ${abandoned.length} given up`);
  if (sent.length + abandoned.length > 0) throw new Error('the sweep found lost jobs');
}

function others(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}

async function readJson<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
