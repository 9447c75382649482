import { useEffect, useState } from 'preact/hooks';
import { call } from '../data/api.ts';
import type { State } from '../data/store.ts';
import type { Candle } from './draw-candles.ts';

const REFRESH_MS = 15_000;
const BAR_SEC = 60;
/** The book's history holds half an hour; one bar more covers its start. */
const BARS = 31;

interface Wanted {
  readonly market: State['market'];
  readonly link: State['link'];
  /** False once the book's own history fills the picture. */
  readonly isNeeded: boolean;
}

/** One-minute bars of the backfilled trades, requested again at an interval; none for another market or another run of the server. */
export function useCandles({ market, link, isNeeded }: Wanted): readonly Candle[] {
  const [candles, setCandles] = useState<readonly Candle[]>([]);
  const { symbol, venue } = market ?? { symbol: null, venue: null };
  useEffect(() => {
    if (symbol === null || venue === null || link !== 'live' || !isNeeded) return;
    let over = false;
    setCandles([]);
    const ask = () =>
      void call('get_candles', { symbol, venue, interval: '1m', limit: BARS }).then(
        (answer) =>
          over ||
          setCandles(
            answer.candles.flatMap(({ start, open, high, low, close }) =>
              open === null || high === null || low === null || close === null
                ? []
                : [{ time: Date.parse(start), seconds: BAR_SEC, open, high, low, close }],
            ),
          ),
        // Without bars the time before the history stays empty, and the picture says where its history begins.
        () => undefined,
      );
    ask();
    const timer = setInterval(ask, REFRESH_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [symbol, venue, link, isNeeded]);
  return candles;
}
