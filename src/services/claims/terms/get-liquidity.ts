import { MID, profileTerms, SPREAD, wallTerms } from './shared.ts';
import { namesIn, type Term } from './term.ts';

const order = (side: 'buy' | 'sell'): readonly Term[] => {
  const pick = { by: 'order', side } as const;
  return [
    {
      path: 'execution[].avg_price',
      names: namesIn(`
        average price, average, average fill price, fill price, average fill, cost average price, fill, price
      `).map((name) => `${side} ${name}`),
      unit: 'quote',
      pick,
    },
    {
      path: 'execution[].worst_price',
      names: namesIn(`worst price, worst, worst fill, worst fill price, worst level, worst fill level`).map(
        (name) => `${side} ${name}`,
      ),
      unit: 'quote',
      pick,
    },
    {
      path: 'execution[].slippage_bps_mid',
      names: namesIn(
        `slippage, slippage mid, slip, slip mid, slippage bps, slippage bps mid, slippage fill, slippage cost, slippage cost mid, price impact, impact`,
      ).map((name) => `${side} ${name}`),
      unit: 'bps',
      pick,
    },
  ];
};

const distanceNames = (side: 'bid' | 'ask'): readonly string[] => [
  side,
  ...namesIn(`
    sum, depth sum, liquidity sum, depth, liquidity, side depth, side liquidity, volume, size, rest, book depth, side,
    rest size, sum mid, depth mid, liquidity mid, mid, rest mid, size mid, volume mid
  `).map((name) => `${side} ${name}`),
];

const distance = (side: 'bid' | 'ask'): readonly Term[] => [
  { path: `depth_by_distance[].${side}`, names: distanceNames(side), unit: 'base', pick: { by: 'distance', key: 'within_bps' } },
  {
    path: `depth_by_distance[].${side}_quote`,
    names: distanceNames(side).map((name) => `${name} quote`),
    unit: 'quote',
    pick: { by: 'distance', key: 'within_bps' },
  },
];

/** `get_liquidity`. */
export const LIQUIDITY_TERMS: readonly Term[] = [
  { path: 'mid_price', names: MID, unit: 'quote' },
  { path: 'spread_bps', names: SPREAD, unit: 'bps' },
  ...order('buy'),
  ...order('sell'),
  ...distance('bid'),
  ...distance('ask'),
  {
    path: 'depth_by_distance[].imbalance',
    names: namesIn(`imbalance, depth imbalance, book imbalance, imbalance mid, liquidity imbalance, depth imbalance mid`),
    unit: 'share',
    sign: 'signed',
    pick: { by: 'distance', key: 'within_bps' },
  },
  ...profileTerms('profile'),
  ...wallTerms('walls'),
];
