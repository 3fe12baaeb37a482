import { randomUUID } from 'node:crypto';
import { ModelTurn } from './model-turn.js';

/** What `Converse` was asked, as it came over the wire. Bytes are base64 strings. */
export interface ConverseRequest {
  readonly modelId: string;
  readonly messages?: readonly ConverseMessage[];
  readonly system?: readonly ConverseContent[];
  readonly inferenceConfig?: Readonly<Record<string, unknown>>;
  readonly toolConfig?: {
    readonly tools?: readonly {
      readonly toolSpec?: {
        readonly name: string;
        readonly description?: string;
        readonly inputSchema?: { readonly json?: unknown };
      };
    }[];
    readonly toolChoice?: { readonly tool?: { readonly name: string } };
  };
}

/** One turn of the conversation. */
export interface ConverseMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ConverseContent[];
}

/** One block of content; `text` where it is one. */
export interface ConverseContent {
  readonly text?: string;
  readonly [kind: string]: unknown;
}

/**
 * The reply of `Converse`: the turn that was given; else the call of the tool that the request names,
 * with the answer as its input. A string is a text: the answer where there is no tool, the refusal of
 * a model where there is one.
 */
export function converseReply(
  request: ConverseRequest,
  answer: unknown,
  latencyMs: number,
): object {
  const { content, stopReason } =
    answer instanceof ModelTurn ? answer : toModelTurn(request, answer);
  const inputTokens = countTokens([request.system, request.messages, request.toolConfig]);
  const outputTokens = countTokens(content);
  return {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: Math.round(latencyMs) },
  };
}

function toModelTurn(request: ConverseRequest, answer: unknown): ModelTurn {
  const tool = typeof answer === 'string' ? undefined : toolOf(request);
  if (!tool) {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
    return new ModelTurn({ content: [{ text }], stopReason: 'end_turn' });
  }
  const toolUse = { toolUseId: `tooluse_${randomUUID()}`, name: tool, input: answer ?? {} };
  return new ModelTurn({ content: [{ toolUse }], stopReason: 'tool_use' });
}

/** The tool that the request asks for by name, else its first one. */
function toolOf({ toolConfig }: ConverseRequest): string | undefined {
  return toolConfig?.toolChoice?.tool?.name ?? toolConfig?.tools?.[0]?.toolSpec?.name;
}

// A rule of thumb: a token is about four characters of English.
function countTokens(said: unknown): number {
  return Math.max(1, Math.ceil(JSON.stringify(said).length / 4));
}
