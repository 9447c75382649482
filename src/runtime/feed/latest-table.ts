import type { DecodedData, LatestKind, Micros } from '../../core/index.ts';

/** The newest message of one stream of a market, and when it was received. */
export interface HeldLatest {
  readonly at: Micros;
  readonly message: DecodedData<LatestKind>;
  /** Why a newer message could not be used; null if none was refused. */
  readonly refused: string | null;
}

/** A market that is not followed. Rows are replaced, never changed, so that a list of them is a checkpoint. */
export interface LatestRow {
  readonly symbol: string;
  readonly held: readonly HeldLatest[];
}

/** The markets that are not followed. Plain data. */
export interface LatestTable {
  readonly rows: Map<string, LatestRow>;
  /** Messages of markets for which there was no row left. */
  leftOut: number;
  sweptAt: Micros;
}

export const newLatestTable = (now: Micros): LatestTable => ({ rows: new Map(), leftOut: 0, sweptAt: now });
