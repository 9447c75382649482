import {
  counted,
  fromRfc3339,
  refuseFuture,
  toRfc3339,
  US_PER_MINUTE,
  US_PER_SECOND,
  type Micros,
  type StreamKind,
} from '../../core/index.ts';
import type { Absence, ClosedSum, LiquidationsAnswer } from './answers.ts';
import type { LiquidationsQuery } from './answers/liquidations.ts';
import { atScale, quoteScale, sizeScale } from './at-scale.ts';
import { BLIND_US, whySilent } from './blindness.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, spanOf, type Reading } from './reading.ts';
import { standing, streamsIn } from './standing.ts';
import {
  liquidationsAt,
  liquidationsBetween,
  missedBetween,
  type ClosedSide,
  type Liquidated,
} from './studies/liquidation-store.ts';
import { liquidations } from './studies/liquidations.ts';
import { throttleCaveat } from './throttled.ts';

const MISSED_LISTED = 12;

/** Sums of one side; an amount is null if the venue gives no price or no base size. */
function sumOf(reading: Reading, side: ClosedSide, found: readonly Liquidated[]): ClosedSum {
  const own = found.filter((one) => one.side === side);
  const total = (of: 'base' | 'quote', scale: number) => {
    const sum = own.reduce((so, one) => so + one[of], 0);
    return Number.isNaN(sum) ? null : atScale(sum, scale);
  };
  const quote = total('quote', quoteScale(reading));
  return {
    count: own.length,
    base: total('base', sizeScale(reading)),
    quote,
    // An unknown amount may be the largest.
    largest_quote:
      own.length === 0 || quote === null ? null : atScale(Math.max(...own.map((one) => one.quote)), quoteScale(reading)),
  };
}

const nullsOf = (side: ClosedSide, sum: ClosedSum): Absence[] =>
  (['base', 'quote', 'largest_quote'] as const).flatMap((field) =>
    sum[field] !== null
      ? []
      : [
          absent(
            `${side}.${field}`,
            sum.count === 0 ? `no ${side} was liquidated` : 'a message states no price, or its size in contracts',
          ),
        ],
  );

/** Start of the span as asked, but not after now. */
function askedFrom({ at }: Reading, { minutes, since }: LiquidationsQuery): Micros {
  const from = (since === undefined ? null : fromRfc3339(since)) ?? at - minutes * US_PER_MINUTE;
  refuseFuture('get_liquidations', 'since', from, at);
  return Math.min(at, from);
}

/** Other followed markets of this name that have liquidations. */
function elsewhere({ engine, market }: Reading): string {
  const venues = [...engine.state.feeds].flatMap(([venue, { symbols }]) =>
    symbols.get(market.symbol)?.streams.liquidation === undefined ? [] : [venue],
  );
  return venues.length === 0 ? '' : `, ask venue ${venues.join(' or ')}`;
}

/** Streams of the answer's state; those of the market if it has no liquidations. */
const restingOn = (symbol: Reading['symbol']): readonly StreamKind[] =>
  symbol.streams.liquidation === undefined ? streamsIn(symbol).map(([kind]) => kind) : ['liquidation'];

/** Liquidations of a span that ends now, by the position closed. */
export function makeLiquidations(reading: Reading, query: LiquidationsQuery): LiquidationsAnswer {
  const { market, symbol, at, engine } = reading;
  const store = liquidationsAt(stateOf(market, liquidations), at);
  const from = askedFrom(reading, query);
  const base = { symbol: market.symbol, venue: market.venue, asked_from: toRfc3339(Math.round(from)) };
  if (store.since === null || store.heardTo === null || symbol.streams.liquidation === undefined) {
    const why =
      symbol.streams.liquidation === undefined
        ? `${standing(symbol, 'liquidation')}${elsewhere(reading)}`
        : `the stream has not been in order yet: ${standing(symbol, 'liquidation')}`;
    const fields = ['coverage', 'covered_sec', 'floor', 'long', 'short', 'quote_total'];
    return {
      ...answerBase(reading, { streams: restingOn(symbol), coverage: spanOf(null, null, false) }),
      ...base,
      covered_sec: null,
      floor: null,
      long: null,
      short: null,
      quote_total: null,
      missed: [],
      absent: fields.map((field) => absent(field, why)),
    };
  }
  const silence = store.inOrder ? whySilent(symbol, 'liquidation', at, BLIND_US) : standing(symbol, 'liquidation');
  const start = Math.min(at, Math.max(from, store.since));
  const end = silence === null ? at : Math.max(start, Math.min(at, store.heardTo));
  const missed = missedBetween(store, start, end);
  const found = liquidationsBetween(store, start, at);
  const unread = engine.facts(market.venue, at).gaps.get(market.symbol)?.liquidation ?? 0;
  const sums = { long: sumOf(reading, 'long', found), short: sumOf(reading, 'short', found) };
  const throttled = throttleCaveat(reading, 'liquidation', 'sums are a lower bound');
  const shown = (time: Micros) => toRfc3339(Math.round(time));
  const reasons = [
    ...(throttled === null ? [] : [throttled]),
    ...(start > from ? [`Liquidations are recorded only since ${shown(start)}.`] : []),
    ...(missed.length === 0 ? [] : [`The stream was interrupted ${counted(missed.length, 'time')} in the span.`]),
    ...(silence === null ? [] : [`Newer liquidations may be missing: ${silence}.`]),
    ...(unread === 0 ? [] : [`${counted(unread, 'message')} of the last 24 h could not be read.`]),
  ];
  const gone = missed.reduce((sum, one) => sum + (one.to - one.from), 0);
  const both = sums.long.quote === null || sums.short.quote === null ? null : sums.long.quote + sums.short.quote;
  return {
    ...answerBase(reading, {
      streams: ['liquidation'],
      coverage: spanOf(start, end, reasons.length === 0),
      caveats: end > start ? reasons : [...reasons, 'The span asked for has just begun, so it is empty.'],
    }),
    ...base,
    covered_sec: (end - start - gone) / US_PER_SECOND,
    floor: reasons.length > 0,
    ...sums,
    quote_total: atScale(both, quoteScale(reading)),
    missed: missed
      .slice(-MISSED_LISTED)
      .toReversed()
      .map((one) => ({ from: shown(one.from), to: shown(one.to) })),
    absent: [
      ...nullsOf('long', sums.long),
      ...nullsOf('short', sums.short),
      ...(both === null ? [absent('quote_total', 'the amount of a side is unknown')] : []),
    ],
  };
}
