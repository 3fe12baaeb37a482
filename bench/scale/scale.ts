import { limits, prices } from './aws.ts';

/** What a job is taken to be. */
export const job = {
  /** In KB: what a write of its row costs in write units, rounded up. */
  rowKb: 1,
  /** Write units of the row: put, claim, settle. */
  tableWrites: 3,
  /** Write units of the index: a new entry; one that moves; one that goes. */
  indexWrites: 4,
  /** In seconds: the work, and claim and settle at 5 ms each. */
  seconds: 0.1 + 2 * 0.005,
  /** The function's memory. */
  gb: 0.25,
  /** Days a row is kept. */
  days: 30,
} as const;

/** Log lines of an invocation, Lambda's own included, in KB. */
export const logKb = 1;
/** Receives of an idle mapping in a month: 5 pollers that wait 20 s each. */
export const idleReceives = (5 * 60 * 60 * 24 * 30) / 20;
/** Write units of an index's state under one key: a job makes one when it enters, one when it leaves. */
export const writesPerState = 2;
/** How much of a provisioned capacity is used. */
export const utilization = 0.7;

const secondsPerMonth = 60 * 60 * 24 * 30;
const kbPerGb = 1e6;

/** What so many jobs a second need, and cost in 30 days. */
export function scale(jobsPerSecond: number, batchSize: number) {
  const jobs = jobsPerSecond * secondsPerMonth;
  const batches = jobs / batchSize;
  const tableWrites = jobsPerSecond * job.tableWrites * Math.ceil(job.rowKb);
  const indexWrites = jobsPerSecond * job.indexWrites;
  const concurrency = jobsPerSecond * job.seconds;
  const inFlight = concurrency * batchSize;
  const writes = (tableWrites + indexWrites) * secondsPerMonth;
  const costs = {
    dynamodbWrites: writes * prices.writeUnit.value,
    dynamodbStorage: ((jobs * job.rowKb * job.days) / 30 / kbPerGb) * prices.storage.value,
    // One send, one receive and one delete for each batch.
    sqs: (3 * batches + idleReceives) * prices.sqsRequest.value,
    lambda: batches * prices.invocation.value + jobs * job.seconds * job.gb * prices.gbSecond.value,
    logs: ((batches * logKb) / kbPerGb) * prices.logs.value,
  };
  const total = Object.values(costs).reduce((sum, cost) => sum + cost, 0);
  const provisioned = (tableWrites + indexWrites) / utilization;
  const mappings = Math.max(
    Math.ceil(concurrency / limits.mappingConcurrency.value),
    Math.ceil(inFlight / limits.inFlight.value),
  );
  return {
    ...{
      jobsPerSecond,
      batchSize,
      tableWrites,
      indexWrites,
      concurrency,
      inFlight,
      mappings,
      costs,
    },
    total,
    perMillion: (total / jobs) * 1e6,
    /** The writes on provisioned capacity, in place of `costs.dynamodbWrites`. */
    provisionedWrites: provisioned * prices.writeCapacity.value * 24 * 30,
    tablePartitions: Math.ceil(tableWrites / limits.partitionWrites.value),
    indexPartitions: Math.ceil(indexWrites / limits.partitionWrites.value),
    indexShards: Math.ceil((jobsPerSecond * writesPerState) / limits.partitionWrites.value),
    /** Until so many are at work at once, from a quiet queue, in minutes. */
    rampMinutes: Math.max(
      0,
      (concurrency / mappings - limits.mappingStart.value) / limits.mappingRamp.value,
    ),
  };
}

export type Scale = ReturnType<typeof scale>;
