import {
  BedrockError,
  type BedrockErrorType,
  BedrockFault,
  type BedrockFaultType,
  type ConverseRequest,
  ModelTurn,
} from 'lwa-bridge-local';
import type { Analysis } from '../analysis.js';

/** What the model does in place of a good analysis. */
const turns = {
  /** It refuses. */
  refusal: () => says('I would rather not speak of the dead.', 'refusal'),
  guardrail: () => says('Blocked by the guardrail.', 'guardrail_intervened'),
  'content-filter': () => new ModelTurn({ content: [], stopReason: 'content_filtered' }),
  /** Its tokens end in the middle of the tool's input. */
  'max-tokens': (tool) => calls(tool, { summary: 'They wer' }, 'max_tokens'),
  /** It talks and calls no tool. */
  'no-tool': () => says('They were a family of four.', 'end_turn'),
  'malformed-tool-use': () => new ModelTurn({ content: [], stopReason: 'malformed_tool_use' }),
  /** What the schema refuses. */
  'bad-schema': (tool) => calls(tool, { summary: 7, people: [] }, 'tool_use'),
  'half-an-analysis': (tool, { summary }) => calls(tool, { summary }, 'tool_use'),
  /** What the schema takes, but not about these passengers. */
  'one-missing': (tool, { summary, passengers }) =>
    calls(tool, { summary, passengers: passengers.slice(1) }, 'tool_use'),
  'one-twice': (tool, { summary, passengers }) =>
    calls(tool, { summary, passengers: [...passengers, ...passengers.slice(0, 1)] }, 'tool_use'),
  stranger: (tool, { summary }) => {
    const passengers = [{ passenger_id: 0, remark: 'Was never aboard.' }];
    return calls(tool, { summary, passengers }, 'tool_use');
  },
} satisfies Record<string, (tool: string, analysis: Analysis) => ModelTurn>;

/**
 * One thing that goes wrong: a turn of the model that is no analysis, an error of Bedrock, or a reply that
 * breaks on its way.
 */
export type Misbehaviour = keyof typeof turns | BedrockErrorType | BedrockFaultType;

/** Does it: the turn is returned, errors and faults are thrown. */
export function misbehave(
  how: Misbehaviour,
  { toolConfig }: ConverseRequest,
  analysis: Analysis,
): ModelTurn {
  if (isTurn(how)) return turns[how](toolConfig?.toolChoice?.tool?.name ?? '', analysis);
  if (isErrorType(how)) throw new BedrockError(how, `The historian answers with ${how}.`);
  throw new BedrockFault(how);
}

function isTurn(how: Misbehaviour): how is keyof typeof turns {
  return Object.hasOwn(turns, how);
}

function isErrorType(how: Misbehaviour): how is BedrockErrorType {
  return how.endsWith('Exception');
}

function says(text: string, stopReason: string): ModelTurn {
  return new ModelTurn({ content: [{ text }], stopReason });
}

function calls(name: string, input: object, stopReason: string): ModelTurn {
  const toolUse = { toolUseId: 'tooluse_1', name, input };
  return new ModelTurn({ content: [{ toolUse }], stopReason });
}
