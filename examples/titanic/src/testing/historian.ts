import {
  BedrockError,
  type BedrockReply,
  type ConverseRequest,
  startBedrock,
} from 'lwa-bridge-local';
import type { Passenger } from '../passenger.js';
import { describeParty } from './describe-party.js';
import { type Misbehaviour, misbehave } from './misbehaviour.js';

/** What goes wrong with questions about a ticket, in order; after the last one all goes well. */
export type Script = Readonly<Record<string, readonly Misbehaviour[]>>;

/** Stands in for the model: its analyses are made by rule, and it misbehaves on demand. */
export interface Historian {
  readonly reply: BedrockReply;
  /** What it was asked, in order. */
  readonly requests: readonly ConverseRequest[];
  /** The next requests, whatever the ticket, meet this. */
  next(...misbehaviours: readonly Misbehaviour[]): void;
}

/** A historian for a local platform, whose `bedrock` is its `reply`. */
export function createHistorian(script: Script = {}): Historian {
  const requests: ConverseRequest[] = [];
  const queue: Misbehaviour[] = [];
  const byTicket = new Map(Object.entries(script).map(([ticket, list]) => [ticket, [...list]]));
  return {
    requests,
    next: (...misbehaviours) => void queue.push(...misbehaviours),
    reply(request) {
      requests.push(request);
      const passengers = readPassengers(request);
      const analysis = describeParty(passengers);
      const how = queue.shift() ?? byTicket.get(passengers[0]?.ticket ?? '')?.shift();
      return how === undefined ? analysis : misbehave(how, request, analysis);
    },
  };
}

/** A historian on a free port, over HTTP/2: for tests that need Bedrock and nothing else. */
export async function startHistorian(
  script?: Script,
): Promise<Historian & { readonly url: string; close(): Promise<void> }> {
  const historian = createHistorian(script);
  return { ...historian, ...(await startBedrock(historian)) };
}

// The question is the first message; what follows is about the answers to it.
function readPassengers({ messages = [] }: ConverseRequest): Passenger[] {
  try {
    return JSON.parse(messages[0]?.content[0]?.text ?? '');
  } catch (cause) {
    throw new BedrockError('ValidationException', 'the question is not JSON', { cause });
  }
}
