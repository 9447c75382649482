import { NET_BUY, NET_FLOW_SECONDS, NET_SELL, ORDER_RATE, ORDERS, RATE_SECONDS } from './shared.ts';
import { namesIn, type Term } from './term.ts';

const WINDOW = { by: 'duration', key: 'seconds' } as const;

const windowed = (field: string, names: readonly string[], unit: Term['unit'], more: Partial<Term> = {}): Term => ({
  path: `windows[].${field}`,
  names,
  unit,
  pick: WINDOW,
  ...more,
});

const NET = namesIn(`
  net flow, net, flow, net trade flow, net volume, net taker flow, taker flow,
  signed flow, signed volume
`);
const FIXED = {
  path: 'net_flow_30s',
  unit: 'base',
  sign: 'signed',
  seconds: [NET_FLOW_SECONDS],
  needs: 'duration',
  ambiguous: true,
} as const;
const inQuote = (names: readonly string[]): readonly string[] => [...names, ...names.map((name) => `${name} quote`)];

/** `get_flow`. */
export const FLOW_TERMS: readonly Term[] = [
  { path: 'orders_per_sec', names: ORDER_RATE, unit: 'per_second', seconds: [RATE_SECONDS] },
  { path: 'orders_per_sec', names: ORDERS, unit: 'per_second', seconds: [RATE_SECONDS], needs: 'unit' },
  { ...FIXED, names: NET },
  { ...FIXED, names: NET_BUY, direction: 'plus' },
  { ...FIXED, names: NET_SELL, direction: 'minus' },
  windowed(
    'buy',
    namesIn(`
      buy, buy volume, buy side volume, taker buy, taker buy volume, aggressive buy, buy flow, buy side, market buy,
      market buy volume, aggressive buy volume, buy initiated volume
    `),
    'base',
  ),
  windowed(
    'sell',
    namesIn(`
      sell, sell volume, sell side volume, taker sell, taker sell volume, aggressive sell, sell flow, sell side,
      market sell, market sell volume, aggressive sell volume, sell initiated volume
    `),
    'base',
  ),
  windowed('net', [...NET, ...NET.map((name) => `${name} base`)], 'base', { sign: 'signed' }),
  windowed('net', NET_BUY, 'base', { sign: 'signed', direction: 'plus' }),
  windowed('net', NET_SELL, 'base', { sign: 'signed', direction: 'minus' }),
  windowed('net_quote', inQuote(NET), 'quote', { sign: 'signed' }),
  windowed('net_quote', inQuote(NET_BUY), 'quote', { sign: 'signed', direction: 'plus' }),
  windowed('net_quote', inQuote(NET_SELL), 'quote', { sign: 'signed', direction: 'minus' }),
  windowed('trades', namesIn(`trade, trade count, number trade, count`), 'count'),
  windowed(
    'vwap',
    namesIn(`
      vwap, volume weighted average price, volume weighted price, volume weighted average, vwap price,
      vwap trade price, volume weighted average price trade, vwap flow, vwap flow price, volume weighted average price vwap
    `),
    'quote',
  ),
  windowed('ofi', namesIn(`ofi, order flow imbalance, flow imbalance, order flow imbalance ofi, ofi imbalance`), 'base', {
    sign: 'signed',
  }),
  {
    path: 'cvd.base',
    names: namesIn(`
      cvd, cumulated volume delta, volume delta, cumulated delta, cvd base, delta, cvd cumulated volume delta,
      cvd base terms
    `),
    unit: 'base',
    sign: 'signed',
  },
  {
    path: 'cvd.quote',
    names: namesIn(`
      cvd, cumulated volume delta, volume delta, cumulated delta, cvd quote, delta, cvd quote terms,
      cumulated volume delta quote
    `),
    unit: 'quote',
    sign: 'signed',
  },
];
