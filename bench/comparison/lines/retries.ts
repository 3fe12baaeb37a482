import type { Outcome } from '../contender.ts';
import { Permanent, PutOff } from '../contender.ts';
import { fate, type Line, orders } from '../line.ts';

/** When and where a failed message comes back. */
export const retries: readonly Line[] = [
  {
    title: 'the handler says that a message shall come back in 300 s',
    want: 'back in 300 s',
    task: () => ({
      bodies: orders(2),
      work: async (n) => {
        if (n === 2) throw new PutOff(300);
      },
      wanted: { putOffSeconds: 300 },
    }),
    read: (outcome) => hidden(outcome, (seconds) => seconds > 290 && seconds <= 300),
  },
];

function hidden({ hiddenFor }: Outcome, isRight: (seconds: number) => boolean) {
  const seconds = hiddenFor.get(2);
  if (seconds === undefined) return { good: false, text: 'deleted' };
  const good = isRight(seconds);
  return { good, text: good ? 'back in 300 s' : 'back after its visibility timeout' };
}
void Permanent;
void fate;
