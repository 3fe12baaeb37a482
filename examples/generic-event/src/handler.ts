import { type EventContext, isMain, serveEvents } from 'lwa-bridge';

/** What this handler takes. `echo` is the default action. */
export interface ActionEvent {
  action?: string;
  data?: unknown;
}

/** What it gives: the form that a proxy integration of API Gateway takes, too. */
export interface ActionReply {
  statusCode: number;
  body: string;
}

export const handler = async (event: ActionEvent, context: EventContext): Promise<ActionReply> => {
  const { action = 'echo', data = null } = event;
  context.log.info({ action }, 'event received');

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
};

function reply(statusCode: number, body: object): ActionReply {
  return { statusCode, body: JSON.stringify(body) };
}

if (isMain(import.meta)) serveEvents(handler);
