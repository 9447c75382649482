import { signal } from '@preact/signals';
import { call } from '../data/api.ts';
import { polled } from '../data/poll.ts';
import { shown } from '../data/store.ts';
import { INTERVALS, type Interval } from './bars.ts';

/** The server's largest number of bars that still has a width to draw. */
export const BARS = 240;
const REFRESH_MS = { minutes: 2_000, hours: 10_000 } as const;

/** Length of the shown bars. */
export const barLength = signal<Interval>('1m');

/** The newest answer with bars; dropped with another market, length or run of the server. */
export const candles = polled(
  () => call('get_candles', { symbol: '', ...shown.market.value, interval: barLength.value, limit: BARS }),
  { previous: 'dropped' },
);

/** Requests the bars of the shown market again and again while the server is there. The last answer stays after it is gone. */
export function useBars(): void {
  const { symbol, venue } = shown.market.value ?? { symbol: null, venue: null };
  const everyMs = REFRESH_MS[INTERVALS[barLength.value] < 3_600 ? 'minutes' : 'hours'];
  candles.usePolling(symbol === null ? null : everyMs, [symbol, venue, barLength.value]);
}
