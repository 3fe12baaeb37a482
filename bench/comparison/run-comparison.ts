import type { Contender } from './contender.ts';
import { bridge } from './contenders/bridge.ts';
import { withMiddy } from './contenders/middy.ts';
import { powertools } from './contenders/powertools.ts';
import { sqsConsumer } from './contenders/sqs-consumer.ts';
import { runLine, type Seen } from './line.ts';
import { tables } from './lines/lines.ts';
import type { Sqs } from './sqs.ts';

export const contenders: readonly Contender[] = [bridge, powertools, withMiddy, sqsConsumer];

/** What was seen, by the title of the line and the name of the library; `null` where there is no such thing. */
export type Comparison = ReadonlyMap<string, ReadonlyMap<string, Seen | null>>;

/** Every library on every line. */
export async function runComparison(sqs: Sqs): Promise<Comparison> {
  const comparison = new Map<string, Map<string, Seen | null>>();
  for (const line of Object.values(tables).flat()) {
    // They mostly wait.
    const cells = contenders.map(
      async (contender) => [contender.name, await runLine(line, contender, sqs)] as const,
    );
    comparison.set(line.title, new Map(await Promise.all(cells)));
  }
  return comparison;
}
