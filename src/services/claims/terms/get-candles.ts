import type { Term } from './term.ts';

/** `get_candles`: the newest candle, which may be unfinished, or the one that a time names. */
export const CANDLE_TERMS: readonly Term[] = (['open', 'high', 'low', 'close', 'volume'] as const).flatMap(
  (part): readonly Term[] => {
    const unit = part === 'volume' ? 'base' : 'quote';
    return [
      {
        path: `candles[].${part}`,
        names: [
          `last candle ${part}`,
          `last ${part}`,
          `last candle ${part} price`,
          `last candle trade ${part}`,
          `current candle ${part}`,
        ],
        unit,
        pick: { by: 'last' },
      },
      {
        path: `candles[].${part}`,
        names: [
          `candle ${part}`,
          part,
          `candle ${part} price`,
          `${part} price`,
          ...(part === 'volume' ? ['candle trade size', 'trade size'] : []),
        ],
        unit,
        pick: { by: 'time', key: 'start' },
      },
    ];
  },
);
