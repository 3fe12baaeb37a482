import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { Analysis } from 'example-titanic/analysis';
import type { Passenger } from 'example-titanic/passenger';
import * as z from 'zod';
import { ModelFailure, type ModelFailureKind } from './model-failure.js';

/** An analysis, or what is wrong with it, in words that the model understands. */
export type Reading =
  | { readonly analysis: Analysis; readonly problem?: never }
  | { readonly analysis?: never; readonly problem: string };

// Why a model stops where another try would end the same way. `refusal` is newer than the SDK's list.
const finalStops: Readonly<Record<string, ModelFailureKind>> = {
  refusal: 'refused',
  guardrail_intervened: 'guardrail',
  content_filtered: 'content-filter',
  max_tokens: 'max-tokens',
  model_context_window_exceeded: 'max-tokens',
};

/**
 * The analysis in a model's reply: the input of the tool that it called.
 *
 * @throws ModelFailure where the model stopped for a reason that does not pass
 */
export function readAnalysis(
  {
    output,
    stopReason = '',
  }: Pick<ConverseCommandOutput, 'output'> & { stopReason?: string | undefined },
  passengers: readonly Pick<Passenger, 'passenger_id'>[],
): Reading {
  const content = output?.message?.content ?? [];
  const words = content.flatMap(({ text }) => text?.trim() || []).join(' ') || 'without a word';
  const kind = finalStops[stopReason];
  if (kind) throw new ModelFailure(kind, `the model stopped by ${stopReason}: ${words}`);

  const toolUse = content.find((block) => block.toolUse)?.toolUse;
  if (!toolUse) return { problem: `no tool was called (${stopReason}): ${words}` };

  const { data, error } = Analysis.safeParse(toolUse.input);
  if (error) return { problem: z.prettifyError(error) };

  const asked = idsOf(passengers);
  const answered = idsOf(data.passengers);
  return asked === answered
    ? { analysis: data }
    : { problem: `the passengers are ${asked}, the analysis is about ${answered || 'nobody'}` };
}

function idsOf(passengers: readonly Pick<Passenger, 'passenger_id'>[]): string {
  const ids = passengers.map(({ passenger_id }) => passenger_id);
  return ids.toSorted((a, b) => a - b).join(', ');
}
