import { namesIn, type Term } from './term.ts';

const lastTrade = (side?: 'buy' | 'sell'): readonly Term[] => {
  const pick = { by: 'first', ...(side === undefined ? {} : { side }) } as const;
  const of = (names: readonly string[]) => (side === undefined ? names : names.map((name) => `${name} ${side}`));
  return [
    {
      path: 'trades[].price',
      names: of(
        namesIn(`last trade, last trade price, last price, last print, last, last print price, last trade print,
        last trade fill`),
      ),
      unit: 'quote',
      pick,
    },
    {
      path: 'trades[].qty',
      names: of(namesIn(`last trade size, last size, last trade volume, last print size, last trade print size`)),
      unit: 'base',
      pick,
    },
  ];
};

/** `get_trades`, newest first. */
export const TRADE_TERMS: readonly Term[] = [
  ...lastTrade(),
  ...lastTrade('buy'),
  ...lastTrade('sell'),
  {
    path: 'trades[].price',
    names: ['trade', 'trade price', 'price', 'trade fill', 'trade fill price'],
    unit: 'quote',
    pick: { by: 'id', key: 'id' },
  },
  {
    path: 'trades[].qty',
    names: ['trade size', 'size', 'trade change size', 'trade change hands size'],
    unit: 'base',
    pick: { by: 'id', key: 'id' },
  },
];
