import type { Analysis } from 'example-titanic/analysis';
import type { Passenger } from 'example-titanic/passenger';
import type { EvalCase } from './cases.js';

const longestSummary = 500;
const longestRemark = 300;

/** How a remark says what became of a passenger, by `survived`. */
const fates = {
  true: /^(?!.*(not|n't) surviv).*(surviv|rescued|saved)/is,
  false: /died|dead|death|perish|drown|lost|killed|victim|(not|n't) surviv/i,
  null: /unknown|unclear|uncertain|unrecorded|undetermined|missing|not .*(list|known|record|given|stat|say|avail)/i,
};

/** What an analysis lacks of what can be said of any good one: nothing, where it is good. */
export function checkAnalysis({ summary, passengers }: Analysis, expected: EvalCase): string[] {
  const problems: string[] = [];
  if (!expected.says.test(summary)) problems.push(`the summary says nothing like ${expected.says}`);
  if (expected.saysNot?.test(summary)) problems.push(`the summary says ${expected.saysNot}`);
  if (summary.length > longestSummary) problems.push('the summary is too long');

  const remarks = new Map(passengers.map(({ passenger_id, remark }) => [passenger_id, remark]));
  for (const passenger of expected.passengers) {
    const remark = remarks.get(passenger.passenger_id) ?? '';
    for (const problem of checkRemark(remark, passenger)) {
      problems.push(`passenger ${passenger.passenger_id}: ${problem}`);
    }
  }
  return problems;
}

function checkRemark(remark: string, { name, survived }: Passenger): string[] {
  const problems: string[] = [];
  const names = name.match(/\p{Letter}{3,}/gu) ?? [];
  if (!names.some((word) => remark.includes(word))) problems.push('not called by name');
  if (!fates[`${survived}`].test(remark)) problems.push(`survived is ${survived}: not told`);
  if (remark.length > longestRemark) problems.push('the remark is too long');
  return problems;
}
