import { jobs } from 'example-titanic/jobs';
import { savePassengers } from 'example-titanic/passengers';
import type { Logger } from 'lwa-bridge';
import { deliver, type InvokeTarget, sqsEvent } from 'lwa-bridge/testing';
import type { EvalCase } from './cases.js';
import { checkAnalysis } from './check-analysis.js';

/** What became of one case, and what it has cost. */
export interface Verdict {
  readonly ticket: string;
  /** What is wrong; nothing, where the case is passed. */
  readonly problems: readonly string[];
  /** How often the model has answered: more than once where it had to be told what was wrong. */
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly ms: number;
}

/** Has a worker analyse a ticket, by a job and its message, and checks the result. */
export async function evaluate(handler: InvokeTarget, expected: EvalCase): Promise<Verdict> {
  const { ticket, passengers } = expected;
  await savePassengers(passengers, new AbortController().signal);
  const { id } = await jobs.enqueue('analyse', { ticket });

  const { log, cost } = costMeter();
  const started = performance.now();
  await deliver(handler, sqsEvent([{ job_id: id }]), { timeoutMs: 120_000, log });
  const ms = Math.round(performance.now() - started);

  const job = await jobs.get(id);
  return { ticket, problems: problemsOf(job, expected), ...cost, ms };
}

function problemsOf(job: Awaited<ReturnType<typeof jobs.get>>, expected: EvalCase): string[] {
  switch (job?.status) {
    case 'COMPLETED':
      return checkAnalysis(job.output, expected);
    case 'FAILED':
      return [`FAILED: ${job.error}`];
    case 'PENDING':
      return [`put off: ${job.lastError}`];
    default:
      return [`the job is ${job?.status ?? 'gone'}`];
  }
}

/** A logger that adds up the tokens of the lines `model answered`. */
function costMeter() {
  const cost = { answers: 0, inputTokens: 0, outputTokens: 0 };
  const log: Logger = {
    debug() {},
    warn() {},
    error() {},
    info(fields, message) {
      if (message !== 'model answered') return;
      const { inputTokens, outputTokens } = fields as Record<string, number | undefined>;
      cost.answers += 1;
      cost.inputTokens += inputTokens ?? 0;
      cost.outputTokens += outputTokens ?? 0;
    },
  };
  return { log, cost };
}
