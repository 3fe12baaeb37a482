/** One column: how the adapter and the event server are set. */
export interface Settings {
  name: string;
  env: Record<string, string>;
  /** How a failed invocation is told to the adapter: HTTP 500, or a connection closed before any header. */
  failure: '500' | 'closed';
  /** The event server doesn't start, since it could not keep its promise. */
  refused?: true;
}

const codes = (list: string) => ({ AWS_LWA_ERROR_STATUS_CODES: list });

export const allSettings: readonly Settings[] = [
  { name: 'codes unset', env: {}, failure: 'closed' },
  { name: '`500-599`', env: codes('500-599'), failure: '500' },
  { name: '`400-499`', env: codes('400-499'), failure: 'closed' },
  { name: '`500,502-504`', env: codes('500,502-504'), failure: '500' },
  { name: '`5xx;all`', env: codes('5xx;all'), failure: 'closed' },
  {
    name: '`500-599`, pass-through path `/jobs`',
    env: { ...codes('500-599'), AWS_LWA_PASS_THROUGH_PATH: '/jobs' },
    failure: '500',
  },
  {
    name: 'codes unset, readiness path `/healthz`',
    env: { AWS_LWA_READINESS_CHECK_PATH: '/healthz' },
    failure: 'closed',
  },
  {
    name: '`500-599`, `ASYNC_INIT`',
    env: { ...codes('500-599'), AWS_LWA_ASYNC_INIT: 'true' },
    failure: '500',
  },
  {
    name: '`500-599`, `response_stream`',
    env: { ...codes('500-599'), AWS_LWA_INVOKE_MODE: 'response_stream' },
    failure: '500',
    refused: true,
  },
];
