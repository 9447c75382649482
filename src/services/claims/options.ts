import type {
  Clock,
  Evidence,
  EvidenceSubject,
  Micros,
  PartLimits,
  Receipt,
  Source,
  TrailMoments,
  WorkLimits,
} from '../../core/index.ts';
import type { Answer } from './judge/proven.ts';

/**
 * Functions that the caller supplies, because this service can't import operations. `S`: the services of a moment, as far as
 * its evidence can restore them.
 */
export interface Asking<S> {
  /** Answers the question of a receipt from services, with the defaults of the build that issued it. Throws coded errors. */
  readonly ask: (receipt: Receipt, services: S) => Promise<Answer>;
  /** Judges a receipt by the answer of `ask`. The result has only the fields that the receipt covers. */
  readonly judge: (receipt: Receipt, answer: Answer) => Promise<JudgedAnswer>;
  /** Why this build can't recompute the answer of a receipt from any evidence; null if it can. */
  readonly barred: (receipt: Receipt) => string | null;
  /** The part of its evidence that a receipt's answer reads; null: everything. */
  readonly subject: (receipt: Receipt) => EvidenceSubject | null;
  /** Fields of an operation's answer that no receipt covers. */
  readonly unproven: (operation: string) => readonly string[];
}

export interface JudgedAnswer {
  readonly verdict: 'matched' | 'altered' | 'unsupported';
  readonly reason: string;
  readonly answer: Answer;
}

/** Limits of the work, and the part of each moment that is read; null: everything. */
export interface ShowOptions extends WorkLimits {
  readonly subjectOf: (one: Evidence) => EvidenceSubject | null;
}

/**
 * Restores the services of past moments from one kind of evidence. It stays within the given limits, counts one unit per
 * replayed input, and throws the signal's reason if it aborts.
 */
export interface Prover<S> {
  /** Calls `look` for each moment, in any order. Returns the moments that it could not restore, each with the reason. */
  readonly visit: (
    evidence: readonly Evidence[],
    look: (one: Evidence, services: S) => Promise<void>,
    options: ShowOptions,
  ) => Promise<ReadonlyMap<Evidence, string>>;
  /**
   * Calls `look` repeatedly for the time from `from` to one moment. Returns why part of it could not be restored; null if all
   * was. Absent if the evidence has no past.
   */
  readonly trail?: (
    evidence: Evidence,
    from: Micros,
    look: (at: Micros, services: S) => Promise<void>,
    options: PartLimits & Pick<ShowOptions, 'subjectOf'> & { readonly moments?: TrailMoments },
  ) => Promise<string | null>;
}

export interface ClaimServiceOptions<S> {
  /** By letter of evidence. */
  readonly provers: Readonly<Record<string, Prover<S>>>;
  /** Source of the data in the local logs. */
  readonly source: Source;
  readonly asking: Asking<S>;
  /** The current services; null if there are none. */
  readonly now: S | null;
  readonly clock: Clock;
}
