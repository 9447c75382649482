import type { Source, WorkLimits } from '../../core/index.ts';

/**
 * `matched` the log gives the same · `stale` it was so once, and is not any more · `altered` the log says otherwise ·
 * `unsupported` nothing that is cited says so, or the log of that time can't be read.
 */
export type Verdict = 'matched' | 'stale' | 'altered' | 'unsupported';

export interface ReceiptCheck {
  receipt: string;
  verdict: Verdict;
  reason: string;
  operation: string | null;
  /** The moment of the answer. */
  as_of: string | null;
  /** How the market's data stood then. */
  state: string | null;
  /** What the log that it was worked out from is of; null where it could not be worked out. */
  source: Source | null;
}

export interface FigureCheck {
  /** As it stands in the text. */
  figure: string;
  verdict: Verdict;
  reason: string;
  /** The field that it was compared with, or that has the value. */
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

export interface ClaimQuery {
  /** A receipt, several, a text with receipts in it, or a whole answer as JSON. */
  readonly text: string;
  /** Seconds after which a figure of the text counts as stale where the market has moved on. */
  readonly maxAgeSec: number;
}

export interface ClaimService {
  /**
   * Recomputes from the raw log what receipts stand for. What the budget doesn't reach is not checked, and says so.
   * Throws coded errors, and the signal's reason once it aborts.
   */
  check(query: ClaimQuery, limits?: WorkLimits): Promise<ClaimAnswer>;
}
