import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import type { Received, State } from '../data/store.ts';
import type { GetCandlesAnswer } from '../generated/api.ts';
import { INTERVALS, type Interval } from './bars.ts';

/** The server's largest number of bars that still has a width to draw. */
const BARS = 240;
const REFRESH_MS = { minutes: 2_000, hours: 10_000 } as const;

/** The newest answer with bars; null before the first of this market, interval and connection. */
export const candles = signal<Received<GetCandlesAnswer> | null>(null);
/** Why the newest request brought no bars. */
export const candlesProblem = signal<string | null>(null);

interface Wanted extends Pick<State, 'market' | 'link'> {
  readonly interval: Interval;
}

/** Requests the bars of the shown market again and again while the server is there. The last answer stays after it is gone. */
export function useBars({ market, link, interval }: Wanted): void {
  const { symbol, venue } = market ?? { symbol: null, venue: null };
  useEffect(() => {
    if (symbol === null || venue === null || link !== 'live') return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Another market, interval or run of the server: nothing of the previous one stays.
    candles.value = null;
    candlesProblem.value = null;
    const ask = async () => {
      try {
        const message = await call('get_candles', { symbol, venue, interval, limit: BARS });
        if (over) return;
        candles.value = { message, at: Date.now() };
        candlesProblem.value = null;
      } catch (error) {
        if (over) return;
        candlesProblem.value = reasonOf(error);
      }
      timer = setTimeout(() => void ask(), REFRESH_MS[INTERVALS[interval] < 3_600 ? 'minutes' : 'hours']);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [symbol, venue, link, interval]);
}
