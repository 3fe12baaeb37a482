/**
 * Sees to it that a promise which nobody waits for ends no process by its rejection, where a function
 * gave one in the place of a plain value.
 */
export function forgetRejection(given: unknown): void {
  if (given instanceof Promise) given.catch(() => {});
}
