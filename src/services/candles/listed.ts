import {
  candleStartAfter,
  toRfc3339,
  US_PER_SECOND,
  type AskedMarket,
  type CandleHistoryInput,
  type CandleInterval,
  type Micros,
  type Source,
  type Venue,
  type VenueCandle,
  type VenueId,
  type Clock,
} from '../../core/index.ts';
import { venueUnsupported } from '../../runtime/venue-answers/errors.ts';
import { chooseVenue, type Chosen, type FollowedSymbol } from '../../runtime/venue-answers/choose-venue.ts';
import { readExchange, type AskVenue, type Exchange } from '../../runtime/venue-answers/exchange.ts';
import type { CandleHistoryAnswer } from './answers.ts';

export interface CandleOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly followed: FollowedSymbol;
  readonly ask: AskVenue;
  readonly source: Source;
  readonly clock: Pick<Clock, 'now'>;
}

const WHAT = 'candles of this interval';
/** How long after its end a candle counts as closed without a later one, because two clocks may differ. */
const SETTLED_US = 10 * US_PER_SECOND;

export type Reach = Chosen<'candle_history'>;

/** The venue that is asked for candles. Throws TF_VENUE_UNSUPPORTED. */
export const candleVenue = ({ venues, followed }: Pick<CandleOptions, 'venues' | 'followed'>, asked: AskedMarket): Reach =>
  chooseVenue(venues, { id: 'candle_history', what: WHAT, asked, followed });

/** Throws TF_VENUE_UNSUPPORTED if the venue has no candles of an interval. */
export function requireInterval({ venue, question, others }: Reach, interval: CandleInterval): void {
  if (question.intervals.includes(interval)) return;
  const reason = `its intervals are ${question.intervals.join(', ')}, not ${interval}.`;
  throw venueUnsupported({ what: WHAT, venue: venue.card.id, reason, others: others.filter((id) => id !== venue.card.id) });
}

export interface Listed {
  readonly candles: readonly VenueCandle[];
  readonly exchange: Exchange;
  readonly next: CandleHistoryInput | null;
}

/** The candles that the venue lists for an input. */
export async function listedCandles({ venue, question }: Reach, input: CandleHistoryInput, ask: AskVenue): Promise<Listed> {
  const exchange = await ask(venue, question.id, input);
  const candles = readExchange(venue, question, input, exchange);
  return { candles, exchange, next: question.next(input, candles) };
}

/** Whether the candle at `i` is over. */
export function isClosed(candles: readonly VenueCandle[], i: number, interval: CandleInterval, at: Micros): boolean {
  const own = candles[i];
  if (own === undefined) return false;
  const end = candleStartAfter(own.start, interval, 1);
  // A later candle proves it, unless both are of a time that has not come.
  return i < candles.length - 1 ? end - SETTLED_US <= at : end + SETTLED_US <= at;
}

/** A caveat if the venue lists no candle of a time that is over already; null otherwise. */
export function endsEarly(candles: readonly VenueCandle[], interval: CandleInterval, at: Micros): string | null {
  const last = candles.at(-1);
  if (last === undefined) return null;
  const next = candleStartAfter(last.start, interval, 1);
  if (candleStartAfter(next, interval, 1) + SETTLED_US > at) return null;
  return `The newest candle listed ended at ${toRfc3339(next)}; the venue lists none after it.`;
}

/** Spans between candles where the venue lists none. */
export const holesIn = (candles: readonly VenueCandle[], interval: CandleInterval): CandleHistoryAnswer['holes'] =>
  candles.flatMap(({ start }, i) => {
    const before = candles[i - 1];
    const expected = before === undefined ? start : candleStartAfter(before.start, interval, 1);
    return start > expected ? [{ from: toRfc3339(expected), to: toRfc3339(start) }] : [];
  });
