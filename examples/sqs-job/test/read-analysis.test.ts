import type { ContentBlock, StopReason } from '@aws-sdk/client-bedrock-runtime';
import { isNonRetriableError } from 'lwa-bridge';
import { describe, expect, it } from 'vitest';
import { readAnalysis } from '../src/read-analysis.js';

const passengers = [{ passenger_id: 1 }];
const analysis = { summary: 'Alone.', passengers: [{ passenger_id: 1, remark: 'Young.' }] };
const call = toolUse(analysis);

describe('an analysis', () => {
  it('is the input of the tool', () => {
    expect(read([call])).toEqual(analysis);
  });

  it('is found behind what the model says and thinks before it', () => {
    const thought = { reasoningContent: { reasoningText: { text: 'Who was he?' } } };
    expect(read([thought, { text: 'Let me record this.' }, call])).toEqual(analysis);
  });

  it('holds nothing that the schema does not know', () => {
    expect(read([toolUse({ ...analysis, mood: 'sad' })])).toEqual(analysis);
  });
});

describe('a refusal, which no retry helps', () => {
  it.each<[StopReason, ContentBlock[], string]>([
    ['end_turn', [{ text: 'I would' }, { text: 'rather not.' }], 'I would rather not.'],
    ['content_filtered', [], 'without a word'],
    ['guardrail_intervened', [{ text: 'Blocked.' }], 'Blocked.'],
  ])('%s', (stopReason, content, words) => {
    const error = failure(content, stopReason);
    expect(isNonRetriableError(error)).toBe(true);
    expect(error.message).toContain(`the model refused (${stopReason}): `);
    expect(error.message).toContain(words);
  });

  it('is also a reply without any message', () => {
    expect(() => readAnalysis({ output: undefined, stopReason: 'end_turn' }, passengers)).toThrow(
      'the model refused (end_turn): without a word',
    );
  });
});

describe('a malformed analysis, which the next one may not be', () => {
  it('names what is wrong, and why the model stopped', () => {
    const error = failure([toolUse({ summary: 'Alo' })], 'max_tokens');
    expect(isNonRetriableError(error)).toBe(false);
    expect(error.message).toContain('malformed (max_tokens)');
    expect(error.message).toContain('passengers');
    expect(error.cause).toBeInstanceOf(Error);
  });
});

function read(content: ContentBlock[], stopReason: StopReason = 'tool_use') {
  return readAnalysis(
    { output: { message: { role: 'assistant', content } }, stopReason },
    passengers,
  );
}

function failure(content: ContentBlock[], stopReason: StopReason): Error {
  try {
    read(content, stopReason);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not fail');
}

function toolUse(input: object): ContentBlock {
  return { toolUse: { toolUseId: 'tooluse_1', name: 'record_analysis', input: { ...input } } };
}
