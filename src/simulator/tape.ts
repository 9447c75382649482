import { US_PER_MINUTE, US_PER_SECOND, type Micros, type Side } from '../core/index.ts';
import { below, childRandom, exponential, heavyTailed } from './chance.ts';
import type { Listing } from './listing.ts';
import { meanGap, medianLots, type Fill } from './market.ts';
import type { Scenario } from './scenario.ts';

/** A trade on the tape. Consecutive fills of one order at one price share an aggregate id. */
export interface TapeTrade {
  readonly id: number;
  readonly group: number;
  readonly at: Micros;
  /** Nanoseconds after `at`, because the fills of one order have the same `at`. */
  readonly sub: number;
  readonly tick: number;
  readonly lots: number;
  readonly side: Side;
}

/** One minute in ticks and lots; `quote` in ticks times lots. */
export interface TapeCandle {
  readonly start: Micros;
  open: number;
  high: number;
  low: number;
  close: number;
  lots: number;
  quote: number;
  trades: number;
  buyLots: number;
  buyQuote: number;
  firstId: number;
  lastId: number;
}

export interface Tape {
  add(fill: Fill): TapeTrade;
  /** Restarts the numbering of trades. */
  renumber(firstId: number): void;
  /** Oldest first. */
  trades(): readonly TapeTrade[];
  latest(n: number): readonly TapeTrade[];
  /** One-minute candles up to `now`, oldest first; minutes without trades are flat. */
  candles(now: Micros): readonly TapeCandle[];
  /** One candle for the last 24 hours, or since the listing; null before any trade. */
  day(now: Micros): TapeCandle | null;
}

interface TapeOptions {
  readonly listing: Listing;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly start: Micros;
  readonly intensity: number;
  /** Minutes of trades before the start. */
  readonly historyMinutes: number;
}

const KEPT_TRADES = 60_000;
const KEPT_CANDLES = 1_500;
const DAY_MINUTES = 1_440;
const FIRST_LIVE_ID = 1_000_000_000;

/** Generates trades before the start, backwards from the opening price; newest first. */
function inventPast({ listing, scenario, seed, start, intensity, historyMinutes }: TapeOptions): Fill[] {
  const random = childRandom(seed, 'past', listing.symbol);
  const gap = meanGap(listing, scenario);
  const median = medianLots(listing);
  const rate = (scenario.takeRate * intensity) / (1 - scenario.branching);
  const past: Fill[] = [];
  let at = start;
  let tick = listing.openTick;
  for (;;) {
    // Three in four trades closely follow another, so that counts cluster as in the live market.
    const pause = random() < 0.75 ? exponential(random, 0.25 / rate) : exponential(random, 3.25 / rate);
    at -= Math.max(1, Math.round(pause * US_PER_SECOND));
    if (at < start - historyMinutes * US_PER_MINUTE) return past;
    tick = Math.max(1, tick + Math.round((random() - 0.5) * gap * Math.sqrt(pause) * scenario.volatility * 3.5));
    past.push({
      at,
      tick,
      lots: Math.max(1, Math.round(heavyTailed(random, median, 1.4))),
      side: below(random, 2) === 0 ? 'buy' : 'sell',
    });
  }
}

const opened = (start: Micros, trade: TapeTrade): TapeCandle => ({
  start,
  open: trade.tick,
  high: trade.tick,
  low: trade.tick,
  close: trade.tick,
  lots: 0,
  quote: 0,
  trades: 0,
  buyLots: 0,
  buyQuote: 0,
  firstId: trade.id,
  lastId: trade.id,
});

const flat = (start: Micros, before: TapeCandle): TapeCandle => {
  const still = { tick: before.close, id: before.lastId, group: 0, at: start, sub: 0, lots: 0, side: 'buy' as const };
  return { ...opened(start, still), firstId: -1, lastId: -1 };
};

function fold(candle: TapeCandle, trade: TapeTrade): void {
  candle.high = Math.max(candle.high, trade.tick);
  candle.low = Math.min(candle.low, trade.tick);
  candle.close = trade.tick;
  candle.lots += trade.lots;
  candle.quote += trade.lots * trade.tick;
  candle.trades++;
  candle.lastId = trade.id;
  if (trade.side === 'sell') return;
  candle.buyLots += trade.lots;
  candle.buyQuote += trade.lots * trade.tick;
}

/** The trades of one instrument, in exchange time. Trades before the start are generated on first use. Memory is bounded. */
export function createTape(options: TapeOptions): Tape {
  let kept: TapeTrade[] = [];
  let minutes: TapeCandle[] = [];
  let past: 'unmade' | 'made' = 'unmade';
  let nextId = FIRST_LIVE_ID;
  let group = FIRST_LIVE_ID / 2;

  const count = (trade: TapeTrade) => {
    const start = trade.at - (trade.at % US_PER_MINUTE);
    // After a clock step back it may not be the last candle.
    let candle = minutes.findLast((known) => known.start <= start);
    if (candle === undefined || candle.start !== start) {
      candle = opened(start, trade);
      minutes.splice(minutes.findLastIndex((known) => known.start < start) + 1, 0, candle);
      if (minutes.length > KEPT_CANDLES) minutes = minutes.slice(-DAY_MINUTES);
    }
    fold(candle, trade);
  };

  const makePast = () => {
    if (past === 'made') return;
    past = 'made';
    const fills = inventPast(options);
    const older = fills.map((fill, back) => ({
      ...fill,
      id: FIRST_LIVE_ID - 1 - back,
      group: FIRST_LIVE_ID / 2 - back,
      sub: 0,
    }));
    kept = [...older.toReversed(), ...kept];
    kept.forEach(count);
  };

  return {
    add(fill) {
      const before = kept.at(-1);
      const together = before !== undefined && before.at === fill.at && before.tick === fill.tick && before.side === fill.side;
      const trade: TapeTrade = {
        ...fill,
        sub: before?.at === fill.at ? before.sub + 1 : 0,
        id: nextId++,
        group: together ? before.group : ++group,
      };
      kept.push(trade);
      if (past === 'made') count(trade);
      if (kept.length > KEPT_TRADES) {
        makePast();
        kept = kept.slice(-KEPT_TRADES / 2);
      }
      return trade;
    },
    renumber(firstId) {
      nextId = firstId;
    },
    trades() {
      makePast();
      return kept;
    },
    latest(n) {
      makePast();
      return n > 0 ? kept.slice(-n) : [];
    },
    candles(now) {
      makePast();
      const whole: TapeCandle[] = [];
      for (const candle of minutes) {
        // After a clock step back, some minutes are still to come.
        if (candle.start > now) break;
        for (
          let before = whole.at(-1);
          before !== undefined && before.start + US_PER_MINUTE < candle.start;
          before = whole.at(-1)
        ) {
          whole.push(flat(before.start + US_PER_MINUTE, before));
        }
        whole.push(candle);
      }
      for (let before = whole.at(-1); before !== undefined && before.start + US_PER_MINUTE <= now; before = whole.at(-1)) {
        whole.push(flat(before.start + US_PER_MINUTE, before));
      }
      return whole;
    },
    day(now) {
      makePast();
      const within = minutes.filter((candle) => candle.start > now - DAY_MINUTES * US_PER_MINUTE);
      const first = within[0];
      if (first === undefined) return null;
      const sum = { ...first };
      for (const candle of within.slice(1)) {
        sum.high = Math.max(sum.high, candle.high);
        sum.low = Math.min(sum.low, candle.low);
        sum.lots += candle.lots;
        sum.quote += candle.quote;
        sum.trades += candle.trades;
        sum.buyLots += candle.buyLots;
        sum.buyQuote += candle.buyQuote;
      }
      // After a clock step the newest trade may not be in the newest minute.
      const newest = kept.at(-1);
      return newest === undefined ? sum : { ...sum, close: newest.tick, lastId: newest.id };
    },
  };
}
