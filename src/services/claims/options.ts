import type { Clock, Evidence, EvidenceSubject, Micros, Receipt, Source, WorkLimits } from '../../core/index.ts';
import type { Answer } from './judge/proven.ts';

/**
 * What the caller supplies, because operations live above this room. `S` are the services of a moment, as far as its
 * evidence gives them.
 */
export interface Asking<S> {
  /** Answers the question of a receipt from services, with the defaults of the build that issued it. Throws coded errors. */
  readonly ask: (receipt: Receipt, services: S) => Promise<Answer>;
  /** The verdict on a receipt by the answer that `ask` gave on its evidence, and as much of it as the receipt covers. */
  readonly judge: (receipt: Receipt, answer: Answer) => Promise<JudgedAnswer>;
  /** Why no evidence can give the answer of a receipt in this build; null where it may. */
  readonly barred: (receipt: Receipt) => string | null;
  /** What of its evidence the answer of a receipt reads; null: everything. */
  readonly subject: (receipt: Receipt) => EvidenceSubject | null;
  /** Fields of an operation's answer that no receipt covers. */
  readonly unproven: (operation: string) => readonly string[];
}

export interface JudgedAnswer {
  readonly verdict: 'matched' | 'altered' | 'unsupported';
  readonly reason: string;
  readonly answer: Answer;
}

/** Limits of a visit, and what is read of each moment; null: everything. */
export interface ShowOptions extends WorkLimits {
  readonly subjectOf: (one: Evidence) => EvidenceSubject | null;
}

/**
 * Shows the services as they were, for one letter of evidence. It stays within the limits given, counts what it does in
 * units of one replayed input, and throws the signal's reason once it aborts.
 */
export interface Prover<S> {
  /** Shows each moment, in an order of its own. Returns the moments that it could not show, each with the reason. */
  readonly visit: (
    evidence: readonly Evidence[],
    look: (one: Evidence, services: S) => Promise<void>,
    options: ShowOptions,
  ) => Promise<ReadonlyMap<Evidence, string>>;
  /** Shows the time from `from` up to one moment. Returns why not all of it could be shown; null when it was. Absent: it has no past. */
  readonly trail?: (
    evidence: Evidence,
    from: Micros,
    look: (at: Micros, services: S) => Promise<void>,
    options: ShowOptions,
  ) => Promise<string | null>;
}

export interface ClaimServiceOptions<S> {
  /** By letter of evidence. */
  readonly provers: Readonly<Record<string, Prover<S>>>;
  /** What the logs here are of. */
  readonly source: Source;
  readonly asking: Asking<S>;
  /** The services as they are; null where there are none. */
  readonly now: S | null;
  readonly clock: Clock;
}
