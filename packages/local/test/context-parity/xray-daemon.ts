import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A part of a trace, as the X-Ray SDK sends it. */
export interface TracePart {
  id: string;
  trace_id: string;
  parent_id: string;
  name: string;
  annotations?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  fault?: boolean;
  cause?: { exceptions: { type: string; message: string }[] };
}

/** A stand-in for the X-Ray daemon, which Lambda runs beside each function. */
export interface XrayDaemon extends AsyncDisposable {
  /** The variables by which a container finds it and knows that it is in Lambda. */
  readonly env: Record<string, string>;
  readonly parts: readonly TracePart[];
}

export async function startXrayDaemon(): Promise<XrayDaemon> {
  const parts: TracePart[] = [];
  const socket = createSocket('udp4', (message) => {
    const [, part = ''] = message.toString().split('\n');
    parts.push(JSON.parse(part));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    env: {
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${socket.address().port}`,
      AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
      LAMBDA_TASK_ROOT: '/app',
      _HANDLER: 'orders.handler',
    },
    parts,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
