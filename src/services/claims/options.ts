import type { Clock } from '../../core/index.ts';
import type { Evidence, MarketService } from '../market/index.ts';
import type { Answer } from './judge/proven.ts';

/** What the caller supplies, because operations live above this room. */
export interface Asking {
  /** Runs a read operation on a market, as a face would; the answer is sealed. Throws coded errors. */
  readonly ask: (operation: string, args: Answer, market: MarketService) => Promise<Answer>;
  /** Fields of an operation's answer that no receipt covers. */
  readonly unproven: (operation: string) => readonly string[];
  /** Four hex digits that stand for the versions of this build's formulas. */
  readonly formulas: string;
}

export interface ClaimServiceOptions {
  readonly evidence: Evidence;
  readonly asking: Asking;
  /** The market as it is; null where none is followed. */
  readonly market: MarketService | null;
  readonly clock: Clock;
}
