import type { Term } from './term.ts';

/** `get_candles`: the newest candle, which may be unfinished, or the candle that starts at a given time. */
export const CANDLE_TERMS: readonly Term[] = (['open', 'high', 'low', 'close', 'volume'] as const).flatMap(
  (part): readonly Term[] => {
    const isVolume = part === 'volume';
    const unit = isVolume ? 'base' : 'quote';
    const also = (name: string) => (isVolume ? [] : [`${name} price`]);
    return [
      {
        path: `candles[].${part}`,
        names: [`last candle ${part}`, ...also(`last candle ${part}`), ...(part === 'close' ? [] : [`current candle ${part}`])],
        unit,
        pick: { by: 'last' },
      },
      {
        path: `candles[].${part}`,
        names: [
          `candle ${part}`,
          part,
          ...also(`candle ${part}`),
          ...also(part),
          ...(isVolume ? ['candle trade size', 'trade size'] : []),
        ],
        unit,
        pick: { by: 'time', key: 'start' },
      },
    ];
  },
);
