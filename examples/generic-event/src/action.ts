import type { EventContext } from 'lwa-bridge';

/** What one invokes this function with by hand. `echo` is the default action. */
export interface ActionEvent {
  readonly action?: string;
  readonly data?: unknown;
}

/** The reply: the form that a proxy integration of API Gateway takes, too. */
export interface ActionReply {
  readonly statusCode: number;
  readonly body: string;
}

/** Whether an event is one of these: it has their fields, if any, and no other. */
export function isActionEvent(event: object): event is ActionEvent {
  return Object.keys(event).every((key) => key === 'action' || key === 'data');
}

/** Does what an action says. */
export function act(
  { action = 'echo', data = null }: ActionEvent,
  context: EventContext,
): ActionReply {
  context.log.info({ action }, 'action');
  switch (action) {
    case 'echo':
      return reply(200, { action, data });
    case 'info':
      return reply(200, {
        action,
        function_name: context.functionName,
        memory_limit_mb: context.memoryLimitInMB,
      });
    default:
      return reply(400, { error: `Unknown action: ${action}` });
  }
}

function reply(statusCode: number, body: object): ActionReply {
  return { statusCode, body: JSON.stringify(body) };
}
