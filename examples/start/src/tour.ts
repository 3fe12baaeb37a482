import { type EventEmitter, on } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Analysis } from 'example-titanic/analysis';
import type { StoredPassenger } from 'example-titanic/passenger';
import type { Job } from 'lwa-bridge';
import type { SweepReport } from 'lwa-bridge/jobs';
import type { Clients, LambdaFunction, LocalEvent } from 'lwa-bridge-local';
import type { Application } from './application.js';
import { readLogLine } from './log-line.js';
import { callRestApi, type RestApi } from './rest-api.js';

/** Where the tour goes, and whom it tells. */
export interface TourOptions extends Pick<Application, 'passengersTable'> {
  clients: Clients;
  genericEvent: LambdaFunction;
  sweep: LambdaFunction;
  rest: RestApi;
  /** Emits each `LocalEvent` as `event`. */
  events: EventEmitter<{ event: [LocalEvent] }>;
  tell(place: string, text: string): void;
  signal: AbortSignal;
}

/** Parties of several passengers: families, friends, a group of sailors. */
const tickets = ['1601', 'CA. 2343', 'PC 17608', 'W./C. 6608', 'LINE'];

const list = new URL('../../s3-csv/data/titanic.csv', import.meta.url);

/**
 * Invokes a function, uploads the passenger list by a form of the REST API, waits until it is in the table, has some tickets
 * analysed, reads what was found out, and sweeps: no job was lost.
 */
export async function takeTour(options: TourOptions): Promise<void> {
  await invokeGenericEvent(options);
  const csv = await readFile(list);
  const form = await getUploadForm(options);
  await Promise.all([untilStored(form.key, options), upload(csv, form, options)]);
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

/** What is sent with a file, and where to. */
interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly key: string;
}

async function getUploadForm({ rest, signal, tell }: TourOptions): Promise<UploadForm> {
  const { status, body } = await callRestApi<UploadForm>(rest, 'POST /uploads', { signal });
  tell('POST', `/uploads: ${status}, a form for ${body.key}`);
  return body;
}

async function upload(csv: Buffer, { url, fields }: UploadForm, options: TourOptions) {
  const { signal, tell } = options;
  tell('upload', `${Math.round(csv.length / 1024)} KB -> ${url}`);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(csv)]));
  const response = await fetch(url, { method: 'POST', body: form, signal });
  if (!response.ok) throw new Error(`S3 answered ${response.status}: ${await response.text()}`);
}

async function untilStored(key: string, { events, signal }: TourOptions): Promise<void> {
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

async function enqueue(ticket: string, { rest, signal, tell }: TourOptions): Promise<Job> {
  const call = { body: { ticket }, signal };
  const { status, body: job } = await callRestApi<Job>(rest, 'POST /jobs', call);
  tell('POST', `/jobs {"ticket":"${ticket}"}: ${status}, job ${job.id}`);
  return job;
}

async function untilCompleted({ id }: Job, { rest, signal, tell }: TourOptions): Promise<void> {
  for (;;) {
    const call = `GET /jobs/${id}`;
    const { body: job, retryAfterMs } = await callRestApi<AnalyseJob>(rest, call, { signal });
    if (job.status === 'FAILED') throw new Error(`job ${id} FAILED: ${job.error}`);
    if (job.status === 'COMPLETED') {
      return tell('GET', `/jobs/${id}: COMPLETED, "${job.output.summary}"`);
    }
    await sleep(retryAfterMs, undefined, { signal });
  }
}

type AnalyseJob = Job<{ ticket: string }, Analysis>;

async function checkAnalysed(ticket: string, { rest, signal, tell }: TourOptions): Promise<void> {
  const path = `/passengers/${encodeURIComponent(ticket)}`;
  const { body } = await callRestApi<{ passengers: StoredPassenger[] }>(rest, `GET ${path}`, {
    signal,
  });
  const [first, ...others] = body.passengers;
  if (!first?.analysis || !others.every(({ analysis }) => analysis)) {
    throw new Error(`${path} has passengers without an analysis`);
  }
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  tell('GET', `${path}: "${first.analysis.remark}"${more}`);
}

async function checkSwept({ sweep, tell }: TourOptions): Promise<void> {
  const { sent, abandoned } = (await sweep.invoke({})) as SweepReport;
  tell('sweep', `${sent.length} lost jobs sent again, ${abandoned.length} given up`);
  if (sent.length + abandoned.length > 0) throw new Error('the sweep found lost jobs');
}
