import type { Diagnosis } from '../check-template.js';
import type { Place } from '../template/value.js';

/** The diagnosis for a machine: `at` is split into `file` and `line`. */
export function reportJson({ checked, functions, findings, notKnown, skipped }: Diagnosis): string {
  const report = {
    checked,
    functions,
    findings: findings.map(flat),
    notKnown: notKnown.map(flat),
    skipped: skipped.map(flat),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function flat({ at, ...rest }: { readonly at: Place }) {
  return { ...rest, ...at };
}
