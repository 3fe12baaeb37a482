import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../lambda-service/adapter-under-test.js';
import type { Lambda, RunningLambda } from '../lambda.js';
import { type Observed, observe, wayOf } from '../observe.js';
import type { Fault, Outcome } from './faults.js';
import type { Settings } from './settings.js';

/** One cell: what Lambda saw, and what is wrong with that. */
export interface Cell {
  fault: string;
  /** In a word: 'reply', '500', 'closed', 'deadline', 'exit', 'adapter'. */
  seen: string;
  problems: string[];
}

/** Commits every fault under one setting, each followed by a good event that must succeed. */
export async function runColumn(
  lambda: Lambda,
  faults: readonly Fault[],
  settings: Settings,
  file = 'conformance/fixtures/misbehave.mjs',
): Promise<Cell[]> {
  const nodeArgs = ['--max-old-space-size=96'];
  await using running = await lambda.start({ file, nodeArgs, env: settings.env });
  const cells: Cell[] = [];
  for (const [n, fault] of faults.entries()) {
    let cell = await runCell(running, fault, settings, `event-${n}`);
    // The reply has been sent, but on a busy machine Lambda may learn of the end of the process before
    // the adapter has passed it on. A server that always ends too early loses each of these races.
    for (let again = 1; again <= 2 && endedBeforeItsReply(cell, fault, settings); again += 1) {
      cell = await runCell(running, fault, settings, `event-${n}-again-${again}`);
    }
    cells.push(cell);
  }
  return cells;
}

async function runCell(
  running: RunningLambda,
  fault: Fault,
  settings: Settings,
  id: string,
): Promise<Cell> {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => holds || problems.push(problem);
  const expected = settings.refused ? 'exit' : fault.outcome;
  const invokeGood = (name: string) =>
    observe(running.invoke({ do: 'reply', id: name }, { requestId: name }));
  const good = async (name: string, afterAnEnd = false): Promise<number | undefined> => {
    let seen = await invokeGood(name);
    // On a busy machine this event may be the first to meet the end of the process: it fails with it,
    // and comes again.
    if (afterAnEnd && ['exit', 'closed'].includes(wayOf(seen))) seen = await invokeGood(name);
    const { id: answered, pid } = (seen.error ? {} : seen.reply) as { id?: string; pid?: number };
    if (settings.refused) check(wayOf(seen) === 'exit', `${name}: ${wayOf(seen)}`);
    else check(answered === name, `${name} got the answer of ${answered} (${wayOf(seen)})`);
    return pid;
  };

  const pid = await good(`${id}-before`);
  if (fault.before) {
    const seen = await observe(running.invoke({ ...fault.before, id: `${id}-left` }));
    if (!settings.refused) check(wayOf(seen) === 'reply', `before it: ${wayOf(seen)}`);
  }
  const event = fault.event instanceof Uint8Array ? fault.event : { ...fault.event, id };
  const observed = await observe(running.invoke(event, { ...fault.options, requestId: id }));
  const seen = unlessRace(wayOf(observed), expected, fault, settings);
  check(seen === wordOf(expected, settings), `expected ${wordOf(expected, settings)}, got ${seen}`);
  if (expected === 'reply') checkReply(observed, fault, id, check);
  if (expected === 'failure') check(await isLogged(running, id), 'the log has no line on it');

  if (pid !== undefined && fault.endsProcess) check(await ends(pid), 'the process lives on');
  const next = await good(`${id}-after`, fault.endsProcess);
  const livesOn = expected === 'reply' || expected === 'failure';
  if (pid !== undefined && livesOn && !fault.endsProcess) {
    check(next === pid, 'the process was replaced');
  }
  return { fault: fault.name, seen, problems };
}

function endedBeforeItsReply({ seen }: Cell, fault: Fault, settings: Settings): boolean {
  return fault.outcome === 'reply' && !!fault.endsProcess && !settings.refused && seen === 'exit';
}

function wordOf(outcome: Outcome, { failure }: Settings): string {
  return outcome === 'failure' ? failure : outcome;
}

// The adapter may see the broken connection of a process before Lambda sees its end, and the server
// may answer at the very deadline: who is first is a race, and each of them a failure.
function unlessRace(
  seen: string,
  expected: Outcome,
  { endsProcess }: Fault,
  { failure }: Settings,
): string {
  if (expected === 'exit' && seen === 'closed') return 'exit';
  if (endsProcess && seen === 'exit' && expected === 'failure') return failure;
  if (expected === 'deadline' && seen === failure) return 'deadline';
  return seen;
}

function checkReply(
  observed: Observed,
  { reply = {} }: Fault,
  id: string,
  check: (holds: boolean, problem: string) => unknown,
): void {
  if (observed.error || reply === null) return;
  const got = (observed.reply ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries({ id, ...reply })) {
    check(got[name] === value, `${name} of the reply is ${got[name]}, not ${value}`);
  }
}

async function isLogged(running: RunningLambda, requestId: string): Promise<boolean> {
  const isLine = (line: string) =>
    line.includes(`"requestId":"${requestId}"`) && line.includes('"level":"ERROR"');
  return eventually(() => running.lines().some(isLine));
}

async function ends(pid: number): Promise<boolean> {
  const ended = await eventually(() => !isAlive(pid));
  // Whoever runs it learns of it a moment later.
  await sleep(50);
  return ended;
}

async function eventually(holds: () => boolean): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < 2000; await sleep(5)) {
    if (holds()) return true;
  }
  return false;
}
