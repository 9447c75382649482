import type { InstrumentId, Micros, VenueId } from '../../core/index.ts';
import type { CandleStore } from './candles.ts';
import type { Received } from './received.ts';
import type { Tape } from './tape.ts';

/** What is remembered of one instrument, as plain data: a checkpoint is a copy of it. */
export interface MarketState {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  readonly symbol: string;
  tape: Tape;
  received: Received;
  candles: CandleStore;
  minute: Micros;
  /** The time that was last passed; rolling state continues from it. */
  passedAt: Micros;
  /** By what its times are made from receive times, and were before the last step; `from` when on. Null before the first. */
  framed: { offset: number; before: number | null; from: Micros } | null;
  /** Whether the feed was alive at that time; otherwise old values would pass as current. */
  seen: boolean;
  /** By the id of the study. */
  readonly studies: Readonly<Record<string, StudyState>>;
}

/** State of one study, with the version that it was made by. */
export interface StudyState {
  readonly version: number;
  state: unknown;
}

/** State of a study in a market. */
export const stateOf = <S>(
  { studies }: Pick<MarketState, 'studies'>,
  { id }: { readonly id: string; create(market: Pick<MarketState, 'id' | 'venue' | 'symbol'>): S },
): S => (studies[id] as StudyState).state as S;
