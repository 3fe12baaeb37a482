import type { ConverseContent } from './converse.js';

/** Options of {@link ModelTurn}. */
export interface ModelTurnOptions {
  /** The blocks of the model's message, such as `{ text }` and `{ toolUse: { toolUseId, name, input } }`. */
  content: readonly ConverseContent[];
  /** Why the model stopped: `end_turn`, `max_tokens`, `guardrail_intervened`, ... */
  stopReason: string;
}

/**
 * Returned by the reply function of the Bedrock stand-in, it is the model's turn as it stands, where the
 * input of a tool or a text does not say all.
 *
 * @example
 * ```ts
 * import { type BedrockReply, ModelTurn } from 'lwa-bridge-local';
 *
 * export const reply: BedrockReply = () =>
 *   new ModelTurn({ content: [{ text: 'Once upon a' }], stopReason: 'max_tokens' });
 * ```
 */
export class ModelTurn {
  readonly content: readonly ConverseContent[];
  readonly stopReason: string;

  constructor({ content, stopReason }: ModelTurnOptions) {
    this.content = content;
    this.stopReason = stopReason;
  }
}
