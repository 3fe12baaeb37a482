import { createModelQueue } from '../model-queue.js';
import { type History, startHistory } from './history.js';
import { runMapping } from './model-mapping.js';
import { bodyText } from './refusing-bodies.js';
import { idOf, type Scenario } from './scenario.js';
import { createVirtualClock } from './virtual-clock.js';
import type { CreateHandler } from './world.js';

/** What a simulation shows. */
export interface Simulation {
  readonly scenario: Scenario;
  readonly history: History;
  /** What is in the dead-letter queue at the end, with how often it was received. */
  readonly dead: ReadonlyMap<string, number>;
}

/** Plays a scenario to its end: until every message is deleted or in the dead-letter queue. */
export async function simulate(
  scenario: Scenario,
  createHandler: CreateHandler,
): Promise<Simulation> {
  const clock = createVirtualClock();
  const queue = createModelQueue(scenario.queue);
  const recorder = startHistory();
  let at = Date.now();
  for (const [index, { sentAfter, group, body }] of scenario.messages.entries()) {
    at += sentAfter;
    queue.send({ id: idOf(index), body: bodyText(body), groupId: group }, at);
  }
  const play = async (): Promise<Simulation> => {
    await runMapping({ scenario, queue, clock, recorder, createHandler });
    const dead = queue.deadLetters(Date.now());
    return {
      scenario,
      history: recorder.history,
      dead: new Map(dead.map(({ id, receiveCount }) => [id, receiveCount])),
    };
  };
  return clock.run(play());
}
