// Names and terms that the answers of several operations share.
import { namesIn, type Term } from './term.ts';

/** Window of the volume profile, `PROFILE_SPAN_US` in src/analytics/flow/profile-window.ts. */
const PROFILE_SECONDS = 1_800;
/** Window of the order rate. */
export const RATE_SECONDS = 10;
/** Window of the net flow outside `windows`. */
export const NET_FLOW_SECONDS = 30;

export const BEST_BID_PRICE = namesIn(
  `bid, best bid, highest bid, highest bid price, best bid price, bid price, top bid, bid quote, best bid level, bid touch`,
);
export const BEST_ASK_PRICE = namesIn(
  `ask, best ask, best ask price, ask price, top ask, ask quote, best ask level, ask touch, lowest ask, lowest ask price`,
);
export const BEST_BID_SIZE = namesIn(`
  best bid size, bid size, size best bid price, bid volume best, size bid price, size top bid, bid size touch,
  best bid depth, size rest best bid
`);
export const BEST_ASK_SIZE = namesIn(`
  best ask size, ask size, size best ask price, ask volume best, size ask price, size top ask, ask size touch,
  best ask depth, size rest best ask, lowest ask size
`);
export const SPREAD = namesIn(`
  spread, bid ask spread, spread bps, quoted spread, best bid ask spread, relative spread, 
  inside spread, touch spread, spread book, spread basis point
`);
export const MID = namesIn(`mid, mid price, mid market price, mid market`);
export const IMBALANCE = namesIn(`
  imbalance, book imbalance, depth imbalance, order book imbalance, imbalance order, bid ask imbalance,
  liquidity imbalance
`);
export const ORDER_RATE = namesIn(`
  order rate, orders rate, event rate, order per second, orders per second, orders per sec, orders sec, event per second, order flow rate, order sec, order per sec,
  order event rate, activity rate, event sec, order arrival rate, arrival rate, order speed, order rate orders, order flow rate orders
`);
export const NET_BUY = namesIn(`net buy, net buy flow, net buy volume, net taker buy`);
export const NET_SELL = namesIn(`net sell, net sell flow, net sell volume, net taker sell`);
/** Names of the order rate that need its unit beside them: "28.7 orders per second". */
export const ORDERS = namesIn(`order, event, rate, activity, order event, order activity, orders`);

/** Terms of the volume profile at the path `prefix`. */
export const profileTerms = (prefix: string): readonly Term[] => [
  {
    path: `${prefix}.poc`,
    names: namesIn(`
      poc, point control, volume point control, poc price, profile poc, volume profile poc, point control profile,
      volume profile point control, control price point
    `),
    unit: 'quote',
    seconds: [PROFILE_SECONDS],
  },
  {
    path: `${prefix}.vah`,
    names: namesIn(`
      vah, value area high, vah price, profile vah, volume profile vah, value area top,
      high value area volume profile, value area high profile, area high, value area upper edge
    `),
    unit: 'quote',
    seconds: [PROFILE_SECONDS],
  },
  {
    path: `${prefix}.val`,
    names: namesIn(`
      val, value area low, val price, profile val, volume profile val, value area bottom,
      low value area volume profile, value area low profile, area low
    `),
    unit: 'quote',
    seconds: [PROFILE_SECONDS],
  },
  {
    path: `${prefix}.value_share`,
    names: namesIn(`value area share, profile value share, share volume value area`),
    unit: 'share',
    seconds: [PROFILE_SECONDS],
  },
  {
    path: `${prefix}.value_share`,
    names: ['value area volume', 'value area cover', 'value area'],
    unit: 'share',
    seconds: [PROFILE_SECONDS],
    ambiguous: true,
  },
  {
    path: `${prefix}.trade_count`,
    names: namesIn(`
      profile trade, profile trade count, volume profile trade, volume profile trade count,
      number trade profile
    `),
    unit: 'count',
    seconds: [PROFILE_SECONDS],
  },
  { path: `${prefix}.window_sec`, names: ['profile window', 'volume profile window', 'window sec'], unit: 'seconds' },
  {
    path: `${prefix}.covered_sec`,
    names: namesIn(`covered sec, profile coverage, profile cover, volume profile cover, profile covered`),
    unit: 'seconds',
  },
];

/** Walls of a side: a figure holds if any of them has it. */
export const wallTerms = (list: string): readonly Term[] => [
  ...(['bid', 'ask'] as const).flatMap((side): readonly Term[] => [
    {
      path: `${list}[].price`,
      names: [`${side} wall`, `${side} wall price`],
      unit: 'quote',
      pick: { by: 'any', side },
      ambiguous: true,
    },
    { path: `${list}[].qty`, names: [`${side} wall size`], unit: 'base', pick: { by: 'any', side }, ambiguous: true },
  ]),
  { path: `${list}[].price`, names: ['wall price'], unit: 'quote', pick: { by: 'any' } },
  { path: `${list}[].qty`, names: ['wall size'], unit: 'base', pick: { by: 'any' } },
];

/** One level of a side, by its rank from the touch. */
export const levelTerms = (side: 'bid' | 'ask', list: string): readonly Term[] => [
  {
    path: `${list}[].p`,
    names: [
      `${side} level`,
      side,
      `${side} price`,
      `${side} level price`,
      `best ${side}`,
      `best ${side} price`,
      `best ${side} level`,
    ],
    unit: 'quote',
    pick: { by: 'rank' },
  },
  { path: `${list}[].q`, names: [`${side} level size`, `${side} size`, `best ${side} size`], unit: 'base', pick: { by: 'rank' } },
];
