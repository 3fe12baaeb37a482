import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
  type Message,
  type ToolSpecification,
} from '@aws-sdk/client-bedrock-runtime';
import { toModelFailure } from './model-failure.js';
import { readModelSettings, readRegion } from './model-settings.js';
import { type CallContext, withBackOff } from './with-back-off.js';

/** What a model is asked: its answer is the call of a tool. */
export interface Question {
  readonly instructions: string;
  readonly messages: Message[];
  readonly tool: ToolSpecification & { readonly name: string };
}

// Made once per process, it reads its environment when it first sends.
const bedrock = new BedrockRuntimeClient({
  region: async () => readRegion(),
  // Retries are those of `withBackOff`, which knows the deadline: the SDK's own would multiply them.
  maxAttempts: 1,
});

/**
 * Asks the model that the environment names, backs off while Bedrock is busy, and logs what each answer has
 * cost.
 *
 * @throws ModelFailure where Bedrock refuses the question
 * @throws RetryAfterError where there is no answer within this invocation
 */
export function askModel(
  { instructions, messages, tool }: Question,
  context: CallContext,
): Promise<ConverseCommandOutput> {
  const { modelId, timeoutMs, ...inferenceConfig } = readModelSettings();
  const command = new ConverseCommand({
    modelId,
    system: [{ text: instructions }],
    messages,
    inferenceConfig,
    toolConfig: { tools: [{ toolSpec: tool }], toolChoice: { tool: { name: tool.name } } },
  });

  return withBackOff(context, async (timeLeftMs) => {
    const timeout = AbortSignal.timeout(Math.min(timeoutMs, timeLeftMs));
    try {
      const abortSignal = AbortSignal.any([context.signal, timeout]);
      const reply = await bedrock.send(command, { abortSignal });
      const { metrics, stopReason, usage } = reply;
      context.log.info({ modelId, stopReason, ...usage, ...metrics }, 'model answered');
      return reply;
    } catch (error) {
      // The SDK says of both signals that the request was aborted.
      timeout.throwIfAborted();
      throw toModelFailure(error);
    }
  });
}
