/** What a proxy does to a request. */
export type Fault =
  /** Not passed on: the connection is cut. */
  | 'drop'
  /** Not passed on: refused. */
  | 'throttle'
  /** Passed on and applied, but the connection is cut in place of the answer. */
  | 'lose the answer'
  /** Passed on and applied, but answered 500. */
  | 'apply, then 500';

// How often, in parts of all requests.
const often: readonly (readonly [Fault, number])[] = [
  ['drop', 0.01],
  ['throttle', 0.015],
  ['lose the answer', 0.01],
  ['apply, then 500', 0.015],
];
const throttledInStorm = 0.7;
// Its messages stay hidden for their whole visibility timeout, and nothing happens meanwhile.
const rarer: Readonly<Record<string, number>> = { ReceiveMessage: 0.2 };

/** What is done to the request that this number (0 to below 1) fell to; nothing to most. */
export function faultOf(operation: string, at: number, inStorm: boolean): Fault | undefined {
  if (inStorm && at < throttledInStorm) return 'throttle';
  let left = at;
  for (const [fault, share] of often) {
    left -= share * (rarer[operation] ?? 1);
    if (left < 0) return fault;
  }
  return undefined;
}
