import { FunctionError } from 'lwa-bridge/testing';

/** What Lambda saw of an invocation: the reply, or the function error. */
export type Observed = { reply: unknown; error?: undefined } | { error: FunctionError };

/** Waits for an invocation; whatever is no function error is a fault of the test. */
export async function observe(invocation: Promise<unknown>): Promise<Observed> {
  try {
    return { reply: await invocation };
  } catch (error) {
    if (error instanceof FunctionError) return { error };
    throw error;
  }
}

/** How Rust calls the adapter's errors, and what it panics with. */
export const rustError =
  '&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>';
export const rustPanic = '&alloc::boxed::Box<dyn core::any::Any + core::marker::Send>';

/** The way in which an invocation ended, in a word; for an unknown error the error itself. */
export function wayOf({ error }: Observed): string {
  if (!error) return 'reply';
  const { errorType, errorMessage } = error;
  switch (errorType) {
    case rustError: {
      const covered = /^Request failed with configured error status code: (\d+)$/.exec(
        errorMessage,
      );
      if (covered?.[1]) return covered[1];
      if (errorMessage === 'client error (SendRequest)') return 'closed';
      break;
    }
    case 'Sandbox.Timedout':
      return 'deadline';
    case 'Runtime.ExitError':
      return 'exit';
    case 'Extension.Crash':
    case '&lambda_runtime::deserializer::DeserializeError':
      return 'adapter';
  }
  return `${errorType}: ${errorMessage}`;
}
