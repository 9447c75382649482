import { counted, type Candle, type DecodedTicker } from '../../core/index.ts';

/** Which values of a candle contradict each other; null if none do. */
export function badCandle({ open, high, low, close, volume, trades }: Candle): string | null {
  if (low > Math.min(open, close) || high < Math.max(open, close))
    return `open ${open}, high ${high}, low ${low}, close ${close}`;
  return trades !== null && trades > 0 !== volume > 0 ? `volume ${volume} in ${counted(trades, 'trade')}` : null;
}

/** Which values of a ticker are impossible; null if none are. */
export function badTicker({ high, low, changePct }: DecodedTicker): string | null {
  if (low <= 0) return `it has no prices of 24 h: high ${high}, low ${low}`;
  if (high < low) return `high ${high} below low ${low}`;
  return changePct <= -100 ? `a change of ${changePct} %` : null;
}
