import type { Source, WorkLimits } from '../../core/index.ts';

/**
 * `matched`: the log says so.
 * `partly_checked`: nothing of it is wrong, and something of it could not be checked.
 * `stale`: it was so once, and is not any more.
 * `altered`: the log says otherwise.
 * `unsupported`: no receipt holds, or the log of that time can't be read.
 */
export type Verdict = 'matched' | 'partly_checked' | 'stale' | 'altered' | 'unsupported';

/** `not_checked`: the budget ended before it. */
export type ReceiptVerdict = 'matched' | 'altered' | 'unsupported' | 'not_checked';

/** `not_checked`: it can't be told which field it means, or it can be read in two ways. `context`: it claims no value. */
export type FigureVerdict = 'matched' | 'stale' | 'altered' | 'not_checked' | 'context';

export interface ReceiptCheck {
  receipt: string;
  verdict: ReceiptVerdict;
  reason: string;
  operation: string | null;
  /** The moment of the answer. */
  as_of: string | null;
  /** How the market's data stood then. */
  state: string | null;
  /** What the log that it was recomputed from is of; null where it could not be recomputed. */
  source: Source | null;
}

export interface FigureCheck {
  /** As it stands in the text, or the value of the claim. */
  figure: string;
  verdict: FigureVerdict;
  reason: string;
  /** The field that it was compared with, or the nearest where it could not be compared. */
  field: string | null;
  /** What the field had in the answer of the receipt. */
  actual: number | null;
  receipt: string | null;
}

export interface ClaimAnswer {
  as_of: string;
  /** What the log is of that all of it was held against; `simulated` where any receipt is. */
  source: Source;
  /** The worst of all. */
  verdict: Verdict;
  receipts: ReceiptCheck[];
  figures: FigureCheck[];
  caveats: string[];
}

/** Seconds after which a quoted figure is stale where the market has moved on, unless a caller says otherwise. */
export const MAX_AGE_SEC = 60;

/** A value that is said to be a field of the answer of a receipt. */
export interface Claim {
  readonly receipt: string;
  /** Place in the answer: `mid_price`, `windows[1].net`, `windows[seconds=30].net`. */
  readonly field: string;
  /** A number may also be given as text: "61,848.90". */
  readonly value: number | string | boolean | null;
  /** Unit of the value where it is not the field's own: "%", "bps", "ms", an asset. */
  readonly unit?: string | undefined;
}

export interface ClaimQuery {
  /** A receipt, several, a text with receipts in it, or answers as JSON; empty where only claims are checked. */
  readonly text: string;
  readonly claims: readonly Claim[];
  /** Seconds after which a figure counts as stale where the market has moved on. */
  readonly maxAgeSec: number;
}

export interface ClaimService {
  /**
   * Recomputes from the raw log what receipts stand for. What the budget doesn't reach is not checked, and says so.
   * Throws coded errors, and the signal's reason once it aborts.
   */
  check(query: ClaimQuery, limits?: WorkLimits): Promise<ClaimAnswer>;
}
