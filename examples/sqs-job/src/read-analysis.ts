import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { Analysis } from 'example-titanic/analysis';
import type { Passenger } from 'example-titanic/passenger';
import { NonRetriableError } from 'lwa-bridge';
import * as z from 'zod';

/**
 * The analysis in a model's reply: the input of the tool that it called.
 *
 * @throws NonRetriableError where it called none, as it does when it refuses
 * @throws Error where the input is not an analysis of these passengers
 */
export function readAnalysis(
  { output, stopReason }: Pick<ConverseCommandOutput, 'output' | 'stopReason'>,
  passengers: readonly Pick<Passenger, 'passenger_id'>[],
): Analysis {
  const content = output?.message?.content ?? [];
  const toolUse = content.find((block) => block.toolUse)?.toolUse;
  if (!toolUse) {
    const words = content
      .map(({ text = '' }) => text)
      .join(' ')
      .trim();
    throw new NonRetriableError(`the model refused (${stopReason}): ${words || 'without a word'}`);
  }

  const { data, error } = Analysis.safeParse(toolUse.input);
  if (error) {
    const issues = z.prettifyError(error);
    throw new Error(`the model's analysis is malformed (${stopReason}): ${issues}`, {
      cause: error,
    });
  }

  const asked = idsOf(passengers);
  const answered = idsOf(data.passengers);
  if (asked !== answered) {
    throw new Error(`the model was asked about passengers ${asked} and answered about ${answered}`);
  }
  return data;
}

function idsOf(passengers: readonly Pick<Passenger, 'passenger_id'>[]): string {
  const ids = passengers.map(({ passenger_id }) => passenger_id);
  return ids.toSorted((a, b) => a - b).join(', ');
}
