import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import { isNonRetriableError } from 'lwa-bridge';
import { describe, expect, it } from 'vitest';
import { ModelFailure } from '../src/model-failure.js';
import { readAnalysis } from '../src/read-analysis.js';

const analysis = { summary: 'Alone.', passengers: [{ passenger_id: 1, remark: 'Young.' }] };
const call = toolUse(analysis);

describe('an analysis', () => {
  it('is the input of the tool', () => {
    expect(read([call])).toEqual({ analysis });
  });

  it('is found behind what the model says and thinks before it', () => {
    const thought = { reasoningContent: { reasoningText: { text: 'Who was he?' } } };
    expect(read([thought, { text: 'Let me record this.' }, call])).toEqual({ analysis });
  });

  it('holds nothing that the schema does not know', () => {
    expect(read([toolUse({ ...analysis, mood: 'sad' })])).toEqual({ analysis });
  });
});

describe('a stop that does not pass is a failure', () => {
  it.each([
    ['refusal', 'refused', [{ text: 'I would' }, { text: 'rather not.' }], 'I would rather not.'],
    ['content_filtered', 'content-filter', [], 'without a word'],
    ['guardrail_intervened', 'guardrail', [{ text: 'Blocked.' }], 'Blocked.'],
    ['max_tokens', 'max-tokens', [call], 'without a word'],
    ['model_context_window_exceeded', 'max-tokens', [], 'without a word'],
  ] as const)('%s is of kind %s', (stopReason, kind, content, words) => {
    const error = failure([...content], stopReason);
    expect(isNonRetriableError(error)).toBe(true);
    expect(error.kind).toBe(kind);
    expect(error.message).toBe(`${kind}: the model stopped by ${stopReason}: ${words}`);
  });
});

describe('a problem that the model can be told', () => {
  it.each([
    ['no tool', [{ text: ' A family. ' }], 'end_turn', 'no tool was called (end_turn): A family.'],
    [
      'no word',
      [],
      'malformed_tool_use',
      'no tool was called (malformed_tool_use): without a word',
    ],
    ['another schema', [toolUse({ summary: 'Alo' })], 'tool_use', 'expected array'],
    ['nobody', [toolUse({ ...analysis, passengers: [] })], 'tool_use', 'about nobody'],
  ])('%s', (_what, content, stopReason, problem) => {
    expect(read(content, stopReason)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('is a reply with nothing in it', () => {
    expect(readAnalysis({ output: undefined }, [])).toEqual({
      problem: 'no tool was called (): without a word',
    });
  });

  it('is an analysis of others, whatever the order', () => {
    const passengers = [3, 1].map((passenger_id) => ({ passenger_id, remark: 'Old.' }));
    const { problem } = read([toolUse({ ...analysis, passengers })]);
    expect(problem).toBe('the passengers are 1, the analysis is about 1, 3');
  });
});

function read(content: ContentBlock[], stopReason = 'tool_use') {
  const output = { message: { role: 'assistant' as const, content } };
  return readAnalysis({ output, stopReason }, [{ passenger_id: 1 }]);
}

function failure(content: ContentBlock[], stopReason: string): ModelFailure {
  try {
    read(content, stopReason);
  } catch (error) {
    if (error instanceof ModelFailure) return error;
  }
  throw new Error('it did not fail');
}

function toolUse(input: object): ContentBlock {
  return { toolUse: { toolUseId: 'tooluse_1', name: 'record_analysis', input: { ...input } } };
}
