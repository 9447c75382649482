import { US_PER_MINUTE, type Micros } from '../../../core/index.ts';
import { stateOf } from '../market-state.ts';
import type { Reading } from '../reading.ts';
import { defineStudy } from '../study.ts';
import { firstTrade } from '../tape.ts';

/** Trades that were fetched after they happened. */
export interface FetchedTrades {
  /** When the first trade came as it happened, by our clock; null before it. */
  liveSince: Micros | null;
  /** Ordinals of the fetched trades: `[from, to]`, both included, ascending, never adjoining. */
  ranges: [from: number, to: number][];
  prunedAt: Micros;
  /** Number of fetched trades of one UTC day. */
  day: { readonly number: number; readonly count: number };
}

/** Adds an ordinal to ascending ranges. */
export function addOrdinal(ranges: [from: number, to: number][], ordinal: number): void {
  let next = ranges.length;
  while (next > 0 && (ranges[next - 1] as [number, number])[0] > ordinal) next--;
  const [before, after] = [ranges[next - 1], ranges[next]];
  if (before !== undefined && ordinal <= before[1]) return;
  const [joinsBefore, joinsAfter] = [before?.[1] === ordinal - 1, after?.[0] === ordinal + 1];
  if (joinsBefore && joinsAfter) {
    (before as [number, number])[1] = (after as [number, number])[1];
    ranges.splice(next, 1);
  } else if (joinsBefore) (before as [number, number])[1] = ordinal;
  else if (joinsAfter) (after as [number, number])[0] = ordinal;
  else ranges.splice(next, 0, [ordinal, ordinal]);
}

const DAY_US = 24 * 60 * US_PER_MINUTE;

/** Which trades of the tape were fetched, and since when they come as they happen. */
export const fetchedTrades = defineStudy({
  id: 'fetched_trades',
  create: (): FetchedTrades => ({ liveSince: null, ranges: [], prunedAt: 0, day: { number: 0, count: 0 } }),
  on: {
    trade: (state, { via, ordinal, tsRecv }, { at }) => {
      if (via === 'stream') {
        state.liveSince ??= tsRecv;
        return;
      }
      addOrdinal(state.ranges, ordinal);
      const number = Math.floor(at / DAY_US);
      if (number >= state.day.number) state.day = { number, count: number === state.day.number ? state.day.count + 1 : 1 };
    },
  },
  pass(state, { market, at }) {
    if (state.ranges.length === 0 || at - state.prunedAt < US_PER_MINUTE) return;
    state.prunedAt = at;
    const oldest = firstTrade(market.tape)?.ordinal ?? 0;
    state.ranges = state.ranges.filter(([, to]) => to >= oldest);
  },
  resume(state, after) {
    if (after === 'messages') return state;
    // The sum of the day restarts too. After a restart of the venue's ids the tape is empty; a corrected clock changes no id.
    return { ...state, day: { number: 0, count: 0 }, ranges: after === 'trades' ? [] : state.ranges };
  },
});

/** How many of some trades, in order of ordinals, were fetched after they happened. */
export function countFetched({ market }: Pick<Reading, 'market'>, trades: readonly { readonly ordinal: number }[]): number {
  const { ranges } = stateOf(market, fetchedTrades);
  let [count, next] = [0, 0];
  for (const { ordinal } of trades) {
    while (next < ranges.length && (ranges[next] as [number, number])[1] < ordinal) next++;
    const range = ranges[next];
    if (range === undefined) break;
    if (ordinal >= range[0]) count++;
  }
  return count;
}

/** How many trades of the UTC day that contains `at` were fetched. */
export function fetchedInDay({ market }: Pick<Reading, 'market'>, at: Micros): number {
  const { day } = stateOf(market, fetchedTrades);
  return day.number === Math.floor(at / DAY_US) ? day.count : 0;
}

/** Since when trades come as they happen, on the exchange's clock; null before the first. */
export function liveSince({ market, at, exchangeAt }: Reading): Micros | null {
  const since = stateOf(market, fetchedTrades).liveSince;
  return since === null ? null : since - (at - exchangeAt);
}
