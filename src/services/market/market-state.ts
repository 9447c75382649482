import type { InstrumentId, Micros, VenueId } from '../../core/index.ts';
import type { CandleStore } from './candles.ts';
import type { Received } from './received.ts';
import type { Tape } from './tape.ts';

/** State of one instrument as plain data; a checkpoint is a copy of it. */
export interface MarketState {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  readonly symbol: string;
  tape: Tape;
  received: Received;
  candles: CandleStore;
  minute: Micros;
  /** The time that rolling state has reached. */
  passedAt: Micros;
  /**
   * Clock offset that converts receive times, since `from`, and the offset before the last step. Null before the first offset.
   */
  framed: { offset: number; before: number | null; from: Micros } | null;
  /** Whether the feed was alive at `passedAt`; otherwise old values would count as current. */
  seen: boolean;
  /** States by study id. */
  readonly studies: Readonly<Record<string, StudyState>>;
}

/** State of one study, with the version of the study that made it. */
export interface StudyState {
  readonly version: number;
  state: unknown;
}

/** State of a study in a market. */
export const stateOf = <S>(
  { studies }: Pick<MarketState, 'studies'>,
  { id }: { readonly id: string; create(market: Pick<MarketState, 'id' | 'venue' | 'symbol'>): S },
): S => (studies[id] as StudyState).state as S;
