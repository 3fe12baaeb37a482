import type { EventContext } from 'lwa-bridge';
import type { Caller } from './middleware/authenticate.js';

/** What routes find in `c.get(...)`. */
export interface ApiEnv {
  Variables: {
    /** The Lambda invocation that the request is. */
    context: EventContext;
    /** The caller's `X-Request-Id`, else the invocation's id. */
    requestId: string;
    caller: Caller;
  };
}
