import { randomUUID } from 'node:crypto';

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
 * The reply of `Converse`: the call of the tool that the request names, with the answer as its input.
 * A string is a text: the answer where there is no tool, the refusal of a model where there is one.
 */
export function converseReply(
  request: ConverseRequest,
  answer: unknown,
  latencyMs: number,
): object {
  const tool = typeof answer === 'string' ? undefined : toolOf(request);
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
  const content = tool
    ? { toolUse: { toolUseId: `tooluse_${randomUUID()}`, name: tool, input: answer ?? {} } }
    : { text };

  const inputTokens = countTokens(JSON.stringify([request.system, request.messages]));
  const outputTokens = countTokens(text);
  return {
    output: { message: { role: 'assistant', content: [content] } },
    stopReason: tool ? 'tool_use' : 'end_turn',
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: Math.round(latencyMs) },
  };
}

/** The tool that the request asks for by name, else its first one. */
function toolOf({ toolConfig }: ConverseRequest): string | undefined {
  return toolConfig?.toolChoice?.tool?.name ?? toolConfig?.tools?.[0]?.toolSpec?.name;
}

// A rule of thumb: a token is about four characters of English.
function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
