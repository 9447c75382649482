import { depthWithin, touchOf } from '../../analytics/book/index.ts';
import { mid as midOf, midChangeBps, spreadBpsOfBid } from '../../analytics/flow/index.ts';
import { toRfc3339, US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { Absence, BookMoment, ChangesAnswer, FlowSum, WallChange } from './answers.ts';
import { atScale, midScale, sizeScale } from './at-scale.ts';
import { whyBlind } from './blindness.ts';
import { changeEvents } from './change-events.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, isWhole, spanOf, whyNoBook, type Reading } from './reading.ts';
import { wallsOf } from './studies/liquidity.ts';
import { isSampled, spreadSummary } from './spread-summary.ts';
import { newestSampleBy, oldestSampleAt, SAMPLED_BPS, type BookSample } from './studies/book-samples.ts';
import { countFetched } from './studies/fetched-trades.ts';
import { moments } from './studies/moments.ts';
import { sinceOf, standsIn } from './studies/wall-ages.ts';
import { tradesSince } from './tape.ts';
import { blindOf } from './trade-coverage.ts';
import { wallChanges } from './wall-changes.ts';

/** How much older than asked the compared sample may be. */
const OLDER_US = 20 * US_PER_SECOND;
const MOST_LISTED = 12;

/** A value, or why there is none. */
type Known<T> = { readonly value: T } | { readonly value: null; readonly why: string; readonly readyAt?: Micros };

/** The newest sample from before the minutes began. */
function sampleBefore({ market, at }: Reading, minutes: number): Known<BookSample> {
  const wanted = at - minutes * US_PER_MINUTE;
  const { samples } = stateOf(market, moments);
  const value = newestSampleBy(samples, wanted);
  if (value !== null && wanted - value.at <= OLDER_US) return { value };
  const oldest = oldestSampleAt(samples);
  if (oldest === null) return { value: null, why: 'no book has been whole yet' };
  if (oldest <= wanted) return { value: null, why: 'the book was not whole at that time' };
  const why = `the book is watched only since ${toRfc3339(Math.round(oldest))}`;
  return { value: null, why, readyAt: oldest + minutes * US_PER_MINUTE };
}

/** Sums of the trades of `minutes` that ended `ago` minutes ago. */
function flowOf(reading: Reading, minutes: number, ago: number): Known<FlowSum> {
  const until = reading.exchangeAt - ago * US_PER_MINUTE;
  const from = until - minutes * US_PER_MINUTE;
  const why = whyBlind(reading.market.tape, blindOf(reading), from, until);
  if (why !== null) return { value: null, why };
  const trades = tradesSince(reading.market.tape, from + 1, until);
  const exact = (sum: number) => atScale(sum, sizeScale(reading));
  const sumOf = (side: 'buy' | 'sell') => exact(trades.reduce((sum, trade) => (trade.side === side ? sum + trade.size : sum), 0));
  const [buy, sell] = [sumOf('buy'), sumOf('sell')];
  return { value: { buy, sell, net: exact(buy - sell), trades: trades.length, refilled_trades: countFetched(reading, trades) } };
}

/** Mid, spread and depths of one moment; `depths` has bid and ask of each distance. */
const bookMoment = (
  reading: Reading,
  at: Micros,
  touch: { readonly bid: number; readonly ask: number },
  depths: readonly (number | null)[],
): BookMoment => ({
  at: toRfc3339(Math.round(at)),
  mid_price: atScale(midOf(touch), midScale(reading)),
  spread_bps: spreadBpsOfBid(touch),
  depth: SAMPLED_BPS.map((within_bps, i) => ({
    within_bps,
    bid: atScale(depths[2 * i] ?? null, sizeScale(reading)),
    ask: atScale(depths[2 * i + 1] ?? null, sizeScale(reading)),
  })),
});

function bookNow(reading: Reading): Known<BookMoment> {
  const { book } = reading.symbol.book;
  const touch = isWhole(reading) ? touchOf(book) : null;
  if (touch === null) return { value: null, why: whyNoBook(reading) };
  const depths = SAMPLED_BPS.flatMap((bps) => [depthWithin(book, 'bid', bps), depthWithin(book, 'ask', bps)]);
  return { value: bookMoment(reading, reading.at, touch, depths) };
}

const bookThen = (reading: Reading, { value }: Known<BookSample>): BookMoment | null =>
  value && bookMoment(reading, value.at, value, value.depths);

/** The reason for each null in the depths of a moment. */
const depthAbsences = (name: 'then' | 'now', moment: BookMoment | null): Absence[] =>
  (moment?.depth ?? []).flatMap((row, i) =>
    (['bid', 'ask'] as const).flatMap((side) =>
      row[side] === null ? [absent(`${name}.depth[${i}].${side}`, 'the known book ends before')] : [],
    ),
  );

/** What changed in the walls. */
function wallsOfChange(reading: Reading, then: Known<BookSample>, now: Known<BookMoment>): Known<WallChange[]> {
  const { market, symbol, engine, at } = reading;
  const stands = standsIn({ market, at });
  if (then.value === null) return then;
  if (now.value === null) return now;
  const judged = wallsOf({ market, symbol, settings: engine.settings });
  if (!judged.ready) return { value: null, why: judged.reason };
  const { walls, found } = then.value;
  if (walls === null) return { value: null, why: 'walls were not judged yet at that time' };
  const sinceWhen = (change: WallChange): WallChange => {
    const since = change.change === 'now_a_wall' ? sinceOf(stands({ ...change, size: change.qty_now })) : null;
    return since === null ? change : { ...change, since };
  };
  return { value: wallChanges(symbol.book.book, { walls, found }, judged.found).map(sinceWhen) };
}

/** What changed in a market over the last minutes: the present book against a sample of then, trades, gaps and anomalies. */
export function makeChanges(reading: Reading, minutes: number): ChangesAnswer {
  const { market, at } = reading;
  const sample = sampleBefore(reading, minutes);
  const now = bookNow(reading);
  const then = bookThen(reading, sample);
  const walls = wallsOfChange(reading, sample, now);
  const flow = flowOf(reading, minutes, 0);
  const before = flowOf(reading, minutes, minutes);
  const spread = spreadSummary(reading, minutes);
  const events = changeEvents(reading, minutes);
  const of = (field: string, known: Known<object>): Absence[] =>
    known.value === null ? [absent(field, known.why, known.readyAt ?? null)] : [];
  return {
    ...answerBase(reading, {
      streams: ['book', 'trade'],
      coverage: spanOf(sample.value?.at ?? null, at, now.value !== null && flow.value !== null && isSampled(reading, minutes)),
    }),
    symbol: market.symbol,
    venue: market.venue,
    minutes,
    then,
    now: now.value,
    change_bps: then && now.value && midChangeBps(then.mid_price, now.value.mid_price),
    spread,
    walls: walls.value && walls.value.slice(0, MOST_LISTED),
    flow: flow.value,
    flow_before: before.value,
    events: events.slice(0, MOST_LISTED),
    left_out: Math.max(0, (walls.value?.length ?? 0) - MOST_LISTED) + Math.max(0, events.length - MOST_LISTED),
    absent: [
      ...of('then', sample),
      ...of('now', now),
      ...of('change_bps', sample.value === null ? sample : now),
      ...depthAbsences('then', then),
      ...depthAbsences('now', now.value),
      ...(spread === null ? [absent('spread', 'no book was whole in these minutes')] : []),
      ...of('walls', walls),
      ...of('flow', flow),
      ...of('flow_before', before),
    ],
  };
}
