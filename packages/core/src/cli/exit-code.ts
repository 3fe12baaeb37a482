/** The codes that `lwa-bridge` exits with. docs/cli.md explains each one. */
export const ExitCode = {
  ok: 0,
  /** It was understood, and failed; or `doctor` has findings. */
  failed: 1,
  /** The command line is wrong: an unknown option, a file or an export that is not there. */
  usage: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
