import { z } from '@hono/zod-openapi';
import { Analysis } from 'example-titanic/analysis';
import { AnalyseInput } from 'example-titanic/jobs';

const time = z.iso.datetime();

const base = {
  id: z.string(),
  type: z.literal('analyse'),
  input: AnalyseInput,
  attempt: z.int().min(0).meta({ description: 'How many attempts have been started.' }),
  createdAt: time.optional(),
  updatedAt: time.optional(),
};

const lastError = z.string().optional().meta({ description: 'Why the attempt before failed.' });

const PendingJob = z
  .object({
    ...base,
    status: z.literal('PENDING'),
    notBefore: time.optional().meta({ description: 'It is not started before.' }),
    lastError,
  })
  .meta({ id: 'PendingJob' });

const ProcessingJob = z
  .object({
    ...base,
    status: z.literal('PROCESSING'),
    leaseUntil: time.optional(),
    progress: z.object({ done: z.number(), total: z.number().optional() }).optional(),
    lastError,
  })
  .meta({ id: 'ProcessingJob' });

const CompletedJob = z
  .object({ ...base, status: z.literal('COMPLETED'), output: Analysis, expiresAt: time.optional() })
  .meta({ id: 'CompletedJob' });

const FailedJob = z
  .object({ ...base, status: z.literal('FAILED'), error: z.string(), expiresAt: time.optional() })
  .meta({ id: 'FailedJob' });

/** A job as it is answered: what `status` says decides which fields there are. */
export const JobAnswer = z
  .discriminatedUnion('status', [PendingJob, ProcessingJob, CompletedJob, FailedJob])
  .meta({ id: 'Job' });

/** Where a job stands. */
export const JobStatus = z
  .enum(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'])
  .meta({ id: 'JobStatus' });
