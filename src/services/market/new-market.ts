import { instrumentId, type Micros, type VenueId } from '../../core/index.ts';
import { minuteOf } from './candles.ts';
import type { MarketState } from './market-state.ts';
import { newReceived } from './received.ts';
import { newStudies } from './studies/dispatch.ts';
import { newTape } from './tape.ts';

/** A market without data yet. */
export function newMarket(venue: VenueId, symbol: string, now: Micros): MarketState {
  const names = { id: instrumentId(venue, symbol), venue, symbol };
  return {
    ...names,
    tape: newTape(),
    received: newReceived(),
    candles: new Map(),
    minute: minuteOf(now),
    passedAt: now,
    framed: null,
    seen: false,
    studies: newStudies(names),
  };
}
