/** What each job is given, and what it gives back: the same for all contenders. */
export interface Input {
  readonly ticket: string;
}

export const inputOf = (number: number): Input => ({ ticket: `PC ${number}` });

export const work = ({ ticket }: Input) => ({ text: `analysis of ${ticket}` });

// A schema costs the same everywhere; what is measured is the path.
const anyInput = {
  '~standard': {
    version: 1,
    vendor: 'bench',
    validate: (value: unknown) => ({ value: value as Input }),
    types: undefined as unknown as { input: Input; output: Input },
  },
} as const;

export const definitions = { analyse: { input: anyInput } };
