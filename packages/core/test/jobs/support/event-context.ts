import { alarmClock } from '../../../src/serve-events/alarm-clock.js';
import { startInvocation } from '../../../src/serve-events/context.js';
import { readContextHeader } from '../../../src/serve-events/context-header.js';
import type { EventContext } from '../../../src/serve-events/event-context.js';
import type { Logger } from '../../../src/serve-events/log.js';
import type { MessageContext } from '../../../src/sqs/message.js';
import { readMessage } from '../../../src/sqs/read-message.js';
import { sqsEvent } from '../../../src/testing/events.js';

/** A line that was logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A context as the event server gives it, what is logged through it, and its `signal`'s other end. */
export interface TestInvocation {
  readonly context: EventContext;
  readonly lines: readonly LogLine[];
  abort(): void;
}

export function eventContext(timeLeft?: number): TestInvocation {
  const lines: LogLine[] = [];
  const invocation = {
    ...readContextHeader({}, {}),
    deadline: timeLeft === undefined ? undefined : Date.now() + timeLeft,
  };
  const started = startInvocation(
    invocation,
    { log: recorder(lines), signalMarginMs: 1000 },
    alarmClock(),
  );
  // Only the test aborts.
  started.end();
  return {
    context: started.context,
    lines,
    abort: () => started.abort(new Error('time is up')),
  };
}

/** The context of a message with this body. */
export function messageContext(body: unknown, timeLeft?: number, receiveCount = 1) {
  const invocation = eventContext(timeLeft);
  const [message] = sqsEvent([body], { receiveCount }).Records.map(readMessage);
  if (!message) throw new Error('no message');
  const context: MessageContext = { ...invocation.context, message };
  return { ...invocation, context };
}

function recorder(lines: LogLine[], bound: object = {}): Logger {
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ ...bound, ...fields, level, message });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => recorder(lines, { ...bound, ...fields }),
  };
}
