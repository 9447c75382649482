import { computed } from '@preact/signals';
import { call } from '../data/api.ts';
import { polled } from '../data/poll.ts';
import { shown } from '../data/store.ts';
import type { Candle } from './draw-candles.ts';

const REFRESH_MS = 15_000;
const BAR_SEC = 60;
/** The book's history holds half an hour; one bar more covers its start. */
const BARS = 31;

const minutes = polled(() => call('get_candles', { symbol: '', ...shown.market.value, interval: '1m', limit: BARS }), {
  previous: 'dropped',
});

/** Without bars the time before the history stays empty, and the picture says where its history begins. */
const candles = computed<readonly Candle[]>(() =>
  (minutes.received.value?.message.candles ?? []).flatMap(({ start, open, high, low, close }) =>
    open === null || high === null || low === null || close === null
      ? []
      : [{ time: Date.parse(start), seconds: BAR_SEC, open, high, low, close }],
  ),
);

/**
 * One-minute bars of the backfilled trades, requested again at an interval; none for another market or another run of the server.
 * `isNeeded`: false once the book's own history fills the picture.
 */
export function useCandles({ isNeeded }: { readonly isNeeded: boolean }): readonly Candle[] {
  const { symbol, venue } = shown.market.value ?? { symbol: null, venue: null };
  minutes.usePolling(symbol === null || !isNeeded ? null : REFRESH_MS, [symbol, venue]);
  return candles.value;
}
