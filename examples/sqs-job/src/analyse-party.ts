import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ToolInputSchema,
} from '@aws-sdk/client-bedrock-runtime';
import { Analysis } from 'example-titanic/analysis';
import type { StoredPassenger } from 'example-titanic/passenger';
import * as z from 'zod';
import { readAnalysis } from './read-analysis.js';

// Any model that can be made to call a tool; BEDROCK_MODEL_ID names another one.
const defaultModelId = 'global.anthropic.claude-haiku-4-5-20251001-v1:0';

const instructions = `You are a historian. You are given the passengers of the Titanic who shared a
ticket. Say who they probably were to each other and what became of them, by what you are given and
by nothing else. Record it with the tool.`;

// The model answers in the form of its tool's input, and so in that of our schema.
const tool = {
  name: 'record_analysis',
  description: 'Records the analysis of the passengers of one ticket.',
  inputSchema: { json: z.toJSONSchema(Analysis) } as ToolInputSchema,
};

// Made once per process. The SDK reads its environment when it first sends.
const bedrock = new BedrockRuntimeClient();

/**
 * Asks a model of Bedrock about the passengers of one ticket.
 *
 * @throws NonRetriableError where the model refuses
 * @throws Error where its answer is no analysis of these passengers; the next one may be
 */
export async function analyseParty(
  passengers: readonly StoredPassenger[],
  signal: AbortSignal,
): Promise<Analysis> {
  const facts = passengers.map(({ analysis: _earlier, ...passenger }) => passenger);
  const reply = await bedrock.send(
    new ConverseCommand({
      modelId: process.env.BEDROCK_MODEL_ID || defaultModelId,
      system: [{ text: instructions }],
      messages: [{ role: 'user', content: [{ text: JSON.stringify(facts) }] }],
      inferenceConfig: { maxTokens: 4096 },
      toolConfig: { tools: [{ toolSpec: tool }], toolChoice: { tool: { name: tool.name } } },
    }),
    { abortSignal: signal },
  );
  return readAnalysis(reply, passengers);
}
