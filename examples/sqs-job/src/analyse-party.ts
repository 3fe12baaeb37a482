import type {
  ConverseCommandOutput,
  Message,
  ToolInputSchema,
} from '@aws-sdk/client-bedrock-runtime';
import { Analysis } from 'example-titanic/analysis';
import type { StoredPassenger } from 'example-titanic/passenger';
import * as z from 'zod';
import { askModel } from './ask-model.js';
import { ModelFailure } from './model-failure.js';
import { readAnalysis } from './read-analysis.js';
import type { CallContext } from './with-back-off.js';

const instructions = `You are a historian. You are given the passengers of the Titanic who shared a
ticket. Say of the party who they probably were to each other, and of each passenger, by name, what
became of them. Go by what you are given and by nothing else: where survived is null, it is not known.
Record it with the tool.`;

// The model answers in the form of its tool's input, and so in that of our schema.
const tool = {
  name: 'record_analysis',
  description: 'Records the analysis of the passengers of one ticket.',
  inputSchema: { json: z.toJSONSchema(Analysis) } as ToolInputSchema,
};

const maxAnswers = 3;

/**
 * Has a model of Bedrock analyse the passengers of one ticket. A malformed analysis goes back to it with
 * what is wrong with it, twice at most.
 *
 * @throws ModelFailure where asking again cannot help
 * @throws RetryAfterError where Bedrock has no answer for us within this invocation
 */
export async function analyseParty(
  passengers: readonly StoredPassenger[],
  context: CallContext,
): Promise<Analysis> {
  const facts = passengers.map(({ analysis: _earlier, ...passenger }) => passenger);
  const messages: Message[] = [{ role: 'user', content: [{ text: JSON.stringify(facts) }] }];

  for (let answers = 1; ; answers += 1) {
    const reply = await askModel({ instructions, messages, tool }, context);
    const { analysis, problem } = readAnalysis(reply, passengers);
    if (analysis) return analysis;

    context.log.warn({ answers, problem }, 'the analysis is malformed');
    if (answers === maxAnswers) {
      throw new ModelFailure('malformed', `${problem} (the last of ${answers} answers)`);
    }
    messages.push(...objection(reply, problem));
  }
}

// Without a word of the model's there is nothing to object to: the same question is asked again.
function objection({ output }: ConverseCommandOutput, problem: string): Message[] {
  const answer = output?.message;
  if (!answer?.content?.length) return [];
  const text = `This cannot be recorded: ${problem}. Call ${tool.name} again, with a whole analysis.`;
  const calls = answer.content.flatMap(({ toolUse }) => toolUse ?? []);
  const results = calls.map(({ toolUseId }) => ({
    toolResult: { toolUseId, content: [{ text }] },
  }));
  return [answer, { role: 'user', content: results.length > 0 ? results : [{ text }] }];
}
