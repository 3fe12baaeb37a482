import type { Simulation } from '../simulation/simulate.js';
import {
  invocationsFailByTheOptions,
  onlyWhatIsDoneIsDeleted,
  whatIsDoneIsDeleted,
} from './acknowledgements.js';
import { concurrencyIsKept, concurrencyIsUsed } from './concurrency.js';
import { invocationsEndInTime, noMessageIsLeftOut, nothingStartsAfterTheSignal } from './limits.js';
import { groupsKeepTheirOrder } from './order.js';
import { everyMessageEnds, functionsKnowTheirReceipt, putOffMessagesStayAway } from './receipts.js';

/** What must hold of every simulation, by name. Each gives the ways in which it does not. */
export const rules = {
  everyMessageEnds,
  onlyWhatIsDoneIsDeleted,
  whatIsDoneIsDeleted,
  invocationsFailByTheOptions,
  invocationsEndInTime,
  groupsKeepTheirOrder,
  functionsKnowTheirReceipt,
  putOffMessagesStayAway,
  nothingStartsAfterTheSignal,
  concurrencyIsKept,
  concurrencyIsUsed,
  noMessageIsLeftOut,
};

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/** The rules that a simulation breaks, and how. */
export function brokenRules(simulation: Simulation): [RuleName, string[]][] {
  const names = Object.keys(rules) as RuleName[];
  return names.flatMap((name): [RuleName, string[]][] => {
    const breaches = rules[name](simulation);
    return breaches.length > 0 ? [[name, breaches]] : [];
  });
}
