import type { Model } from './model/model.js';
import type { Place } from './template/value.js';

/** An error loses messages, or fails to deploy or to start; a warning does under some load or fault. */
export type Severity = 'error' | 'warning';

/** What a rule has found. */
export interface Problem {
  /** The resource, or the event source. */
  readonly resource: string;
  /** The property that is wrong, or missing. */
  readonly property: string;
  /** Where it is, or where it should be. */
  readonly at: Place;
  /** One sentence with the consequence. */
  readonly why: string;
  /** The lines to write, as YAML. */
  readonly write: string;
}

/** What a rule could not look at, because the template does not tell. */
export interface NotKnown {
  readonly resource: string;
  readonly property: string;
  readonly at: Place;
  readonly notKnown: string;
}

/** A trap, and how it is found. */
export interface Rule {
  /** Its stable name. */
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, in a few words, for the table of docs/doctor.md. */
  readonly finds: string;
  /** The page under docs/ that explains it. */
  readonly docs: string;
  /** Whether it also holds for the environment of a running container. */
  readonly alsoInContainer?: boolean;
  check(model: Model): Iterable<Problem | NotKnown>;
}

/** A problem with the rule that found it. */
export interface Finding extends Problem, Pick<Rule, 'severity' | 'docs'> {
  readonly rule: string;
}
