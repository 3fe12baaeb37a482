import { type Failure, failureResult } from './failures.js';
import type { Invocation, InvocationResult } from './invocation.js';

/** Takes an invocation out to the runtime that asked for one. */
export type Deliver = (invocation: Invocation) => void;

/** Brings invocations and the runtime's polls together, first come first served. */
export interface InvocationBroker {
  /**
   * Resolves with what the runtime answers; with `undefined` where the environment ended before the
   * runtime had taken the invocation, which can then run in another one.
   */
  run(invocation: Invocation): Promise<InvocationResult | undefined>;
  /** The runtime asks for its next invocation. Returns how to withdraw, for a poll that broke off. */
  poll(deliver: Deliver): () => void;
  /** Ends an invocation, delivered or not. False where none of that id is open. */
  settle(requestId: string, result: InvocationResult): boolean;
  /** Whether the runtime has this invocation and has not answered it. */
  isRunning(requestId: string): boolean;
  /** Fails what is running and hands back what is not. */
  end(failure: Failure): void;
}

interface Open {
  readonly invocation: Invocation;
  readonly resolve: (result: InvocationResult | undefined) => void;
}

export function createInvocationBroker(): InvocationBroker {
  const polls = new Set<Deliver>();
  const waiting = new Map<string, Open>();
  const running = new Map<string, Open>();

  function match(): void {
    for (const [requestId, open] of waiting) {
      const [deliver] = polls;
      if (!deliver) return;
      polls.delete(deliver);
      waiting.delete(requestId);
      running.set(requestId, open);
      deliver(open.invocation);
    }
  }

  return {
    run: (invocation) =>
      new Promise((resolve) => {
        waiting.set(invocation.requestId, { invocation, resolve });
        match();
      }),
    poll(deliver) {
      polls.add(deliver);
      match();
      return () => polls.delete(deliver);
    },
    settle(requestId, result) {
      const open = running.get(requestId) ?? waiting.get(requestId);
      running.delete(requestId);
      waiting.delete(requestId);
      open?.resolve(result);
      return open !== undefined;
    },
    isRunning: (requestId) => running.has(requestId),
    end(failure) {
      for (const [requestId, open] of running) open.resolve(failureResult(failure, requestId));
      for (const open of waiting.values()) open.resolve(undefined);
      running.clear();
      waiting.clear();
    },
  };
}
