import { signal } from '@preact/signals';
import { call } from '../data/api.ts';
import { polled } from '../data/poll.ts';
import { shown } from '../data/store.ts';
import { INTERVALS, type Interval } from './bars.ts';
import { isHistoryDue } from './history-due.ts';
import { ofShown } from './join-bars.ts';

/** The most bars that have a width to draw on a usual screen. */
export const BARS = 240;
const REFRESH_MS = { minutes: 2_000, hours: 10_000 } as const;
/** How often the page looks whether the venue is to be asked. */
const LOOK_MS = 2_000;

/** Length of the shown bars. */
export const barLength = signal<Interval>('1m');

const asked = () => ({ symbol: '', ...shown.market.value, interval: barLength.value, limit: BARS });

/** The newest answer with bars from trades here; dropped with another market, length or run of the server. */
export const candles = polled(() => call('get_candles', asked()), { previous: 'dropped' });

/** The newest answer with the venue's own candles; dropped likewise. */
export const history = polled(() => call('get_candle_history', asked()), { previous: 'dropped' });

/** Requests the bars of the shown market again and again while the server is there. The last answers stay after it is gone. */
export function useBars(): void {
  const { symbol, venue } = shown.market.value ?? { symbol: null, venue: null };
  const interval = barLength.value;
  const causes = [symbol, venue, interval];
  const everyMs = REFRESH_MS[INTERVALS[interval] < 3_600 ? 'minutes' : 'hours'];
  candles.usePolling(symbol === null ? null : everyMs, causes);
  history.usePolling(symbol === null ? null : LOOK_MS, causes, (last) => {
    const [here, theirs] = [candles.received.peek()?.message ?? null, history.received.peek()?.message ?? null];
    const market = shown.market.peek();
    return isHistoryDue(last, { here: ofShown(here, market, interval), venue: theirs }, interval, Date.now());
  });
}
