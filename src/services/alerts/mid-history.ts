import { US_PER_SECOND, type InstrumentId, type Micros } from '../../core/index.ts';

/** A market's mids of this run, oldest first, one in ten seconds at most; quote currency. */
interface Mids {
  readonly at: number[];
  readonly mid: number[];
}

/** The same move asked of all times of a span. */
export interface BaseQuery {
  readonly from: Micros;
  readonly to: Micros;
  readonly horizonSec: number;
  readonly expects: 'up' | 'down';
  /** Least move, basis points. */
  readonly hitBps: number;
}

export type BaseRate = { readonly rate: number } | { readonly rate: null; readonly reason: string };

export interface MidHistory {
  add(instrument: InstrumentId, at: Micros, mid: number): void;
  /** Share of the times of a span after which the mid moved as expected. */
  rate(instrument: InstrumentId, query: BaseQuery): BaseRate;
}

const EVERY_US = 10 * US_PER_SECOND;
/** Samples come once a second, so a sample in ten seconds may be a little late. */
const LATE_US = 15 * US_PER_SECOND;
const DAY_US = 86_400 * US_PER_SECOND;
const BPS = 10_000;
/** Least share of the span's times with both mids. */
const HELD_LEAST = 0.8;

const unknown = (reason: string): BaseRate => ({ rate: null, reason });

function rateOf({ at, mid }: Mids, { from, to, horizonSec, expects, hitBps }: BaseQuery): BaseRate {
  const horizon = horizonSec * US_PER_SECOND;
  if (to - from < 2 * horizon) return unknown('the judged entries of a market lie within less than twice the horizon');
  let [held, hits, end] = [0, 0, 0];
  for (let i = 0; i < at.length; i++) {
    const start = at[i]!;
    if (start < from || start > to) continue;
    while (end < at.length && at[end]! < start + horizon) end++;
    if (end === at.length || at[end]! > start + horizon + LATE_US) continue;
    held++;
    const move = (mid[end]! / mid[i]! - 1) * BPS;
    if ((expects === 'up' ? move : -move) >= hitBps) hits++;
  }
  const share = Math.min(1, held / Math.max(1, Math.floor((to - from) / EVERY_US)));
  return share < HELD_LEAST
    ? unknown(`mids of only ${Math.floor(share * 100)} % of the time between the judged entries are held in memory`)
    : { rate: hits / held };
}

/** Mids of the last day in memory: while a market has an entry of the last hour, until a restart. */
export function createMidHistory(): MidHistory {
  const markets = new Map<InstrumentId, Mids>();
  return {
    add(instrument, at, mid) {
      let mids = markets.get(instrument);
      if (mids === undefined) markets.set(instrument, (mids = { at: [], mid: [] }));
      const last = mids.at.at(-1);
      if (last !== undefined && at - last < EVERY_US) return;
      mids.at.push(at);
      mids.mid.push(mid);
      const old = mids.at.findIndex((time) => time >= at - DAY_US);
      if (old > 0) for (const values of [mids.at, mids.mid]) values.splice(0, old);
    },
    rate(instrument, query) {
      const mids = markets.get(instrument);
      return mids === undefined
        ? unknown('no mids of the time between the judged entries are held in memory')
        : rateOf(mids, query);
    },
  };
}
