import { DAY_SECONDS, namesIn, type Term } from './term.ts';

export const BEST_BID_PRICE = namesIn(`bid, best bid, best bid price, bid price, top bid, bid quote, best bid level, bid touch`);
export const BEST_ASK_PRICE =
  namesIn(`ask, best ask, best ask price, ask price, top ask, ask quote, best ask level, ask touch, lowest ask,
    lowest ask price`);
export const BEST_BID_SIZE =
  namesIn(`best bid size, bid size, size best bid price, bid volume best, best bid volume, size bid price, size top bid,
    bid size touch, best bid depth, size rest best bid`);
export const BEST_ASK_SIZE =
  namesIn(`best ask size, ask size, size best ask price, ask volume best, best ask volume, size ask price, size top ask,
    ask size touch, best ask depth, size rest best ask, lowest ask size`);
export const SPREAD =
  namesIn(`spread, bid ask spread, spread bps, quoted spread, spread bid ask, best bid ask spread, relative spread,
    wide spread, spread size, spread wide, inside spread, touch spread, spread book, spread bid, spread basis point`);
export const IMBALANCE =
  namesIn(`imbalance, book imbalance, depth imbalance, order book imbalance, imbalance order, bid ask imbalance,
    imbalance level, liquidity imbalance`);
export const ORDER_RATE =
  namesIn(`order rate, event rate, order per second, event per second, order flow rate, order sec, order per sec,
  order event rate, activity rate, event sec, order arrival rate, book event rate, arrival rate, order speed`);
/** "28.7 orders per second": a rate only with its unit. */
export const ORDERS = namesIn(`order, event, rate, activity, book event, order event, order activity`);

const PROFILE = 'liquidity.profile';
const profile = (prefix: string): readonly Term[] => [
  {
    path: `${prefix}.poc`,
    names: namesIn(`poc, point control, volume point control, poc price, profile poc, volume profile poc, point control profile,
    volume profile point control, control price point`),
    unit: 'quote',
    seconds: [1_800],
  },
  {
    path: `${prefix}.vah`,
    names: namesIn(`vah, value area high, vah price, profile vah, volume profile vah, value area top,
    high value area volume profile, area high, value area upper edge, upper edge value area`),
    unit: 'quote',
    seconds: [1_800],
  },
  {
    path: `${prefix}.val`,
    names: namesIn(`val, value area low, val price, profile val, volume profile val, value area bottom,
    low value area volume profile, area low, value area lower edge, lower edge value area`),
    unit: 'quote',
    seconds: [1_800],
  },
  {
    path: `${prefix}.value_share`,
    names: namesIn(`value share, value area share, share volume value area, value area volume share, share value area`),
    unit: 'share',
    seconds: [1_800],
  },
  {
    path: `${prefix}.value_share`,
    names: ['value area volume', 'value area cover', 'value area'],
    unit: 'share',
    seconds: [1_800],
    loose: 'loose',
  },
  {
    path: `${prefix}.trade_count`,
    names: namesIn(`trade count, profile trade, profile trade count, trade profile, volume profile trade,
    volume profile trade count, trade volume profile count, number trade profile`),
    unit: 'count',
    seconds: [1_800],
  },
  { path: `${prefix}.window_sec`, names: ['profile window', 'volume profile window', 'window sec'], unit: 'seconds' },
  {
    path: `${prefix}.covered_sec`,
    names: namesIn(`covered sec, profile coverage, profile cover, volume profile cover, profile covered, covered profile`),
    unit: 'seconds',
  },
];

/** Walls are claimed by price or size: one of them has to have it. */
export const walls = (list: string): readonly Term[] => [
  ...(['bid', 'ask'] as const).flatMap((side): readonly Term[] => [
    {
      path: `${list}[].price`,
      names: [`${side} wall`, `${side} wall price`],
      unit: 'quote',
      pick: { by: 'any', side },
      loose: 'loose',
    },
    { path: `${list}[].qty`, names: [`${side} wall size`], unit: 'base', pick: { by: 'any', side }, loose: 'loose' },
  ]),
  { path: `${list}[].price`, names: ['wall price'], unit: 'quote', pick: { by: 'any' } },
  { path: `${list}[].qty`, names: ['wall size'], unit: 'base', pick: { by: 'any' } },
];

export const profileTerms = profile;

const HEALTH = namesIn(`spread, depth, balance, flow, anomalies, freshness`).map((part): Term => ({
  path: `health.components.${part}`,
  names: [
    `health ${part}`,
    `health ${part} component`,
    `${part} component`,
    `${part} component health`,
    `${part} health score`,
    `${part} health`,
    `${part} component score`,
    `${part} score`,
    `${part} component health score`,
    `${part} part health`,
  ],
  unit: 'share',
}));

/** One level of a side, by its rank from the touch. */
export const levels = (side: 'bid' | 'ask', list: string): readonly Term[] => [
  {
    path: `${list}[].p`,
    names: [`${side} level`, side, `${side} price`, `${side} level price`, `best ${side}`],
    unit: 'quote',
    pick: { by: 'rank' },
  },
  { path: `${list}[].q`, names: [`${side} level size`, `${side} size`, `best ${side} size`], unit: 'base', pick: { by: 'rank' } },
];

/** `get_report`. */
export const REPORT_TERMS: readonly Term[] = [
  {
    path: 'last_price',
    names: namesIn(`last price, last trade price, last trade, last, trade price, last price trade, last print, price last trade,
    trade, print`),
    unit: 'quote',
  },
  {
    path: 'last_price',
    names: namesIn(`price, quote price, change hands, hands, change hands price, change hands last price, change hands last`),
    unit: 'quote',
    loose: 'loose',
  },
  {
    path: 'change_24h_pct',
    names: namesIn(`change, price change, day change, daily change, change pct, percent change, price percent change,
    change price day, change day`),
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
  },
  // "BTCUSDT is up 0.04 %": no name but a direction, a market and per cent.
  {
    path: 'change_24h_pct',
    names: ['', 'day', 'price'],
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
    loose: 'loose',
  },
  {
    path: 'change_24h_pct',
    names: ['slip', 'slip day', 'price slip'],
    unit: 'percent',
    sign: 'signed',
    direction: 'minus',
    seconds: [DAY_SECONDS],
    loose: 'loose',
  },
  {
    path: 'high_24h',
    names: namesIn(`high, high price, best price, best trade price, day high, daily high, high day, high price day`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
  },
  {
    path: 'low_24h',
    names: namesIn(`low, low price, lowest price, lowest trade price, lowest, day low, daily low, low day, low price day`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
  },
  {
    path: 'volume_24h',
    names: namesIn(`volume, trade volume, day volume, daily volume, base volume, volume day, daily trade volume, trade size,
    trade size day, volume trade, volume base`),
    unit: 'base',
    seconds: [DAY_SECONDS],
  },
  { path: 'best_bid.price', names: BEST_BID_PRICE, unit: 'quote' },
  { path: 'best_ask.price', names: BEST_ASK_PRICE, unit: 'quote' },
  { path: 'best_bid.qty', names: BEST_BID_SIZE, unit: 'base' },
  { path: 'best_ask.qty', names: BEST_ASK_SIZE, unit: 'base' },
  { path: 'spread_bps', names: SPREAD, unit: 'bps' },
  {
    path: 'mid_price',
    names: namesIn(`mid, mid price, mid market price, mid market, mid quote, mid quote price, mid book`),
    unit: 'quote',
  },
  {
    path: 'micro_price',
    names: namesIn(`micro, micro price, weighted mid, weighted size micro, weighted size micro price, size weighted mid,
    size weighted mid price, weighted mid price, volume weighted mid`),
    unit: 'quote',
  },
  {
    path: 'depth.sum_bid',
    names: namesIn(`bid depth, sum bid, bid sum, bid liquidity, depth bid, bid side depth, bid level sum, bid size sum,
    bid volume sum, bid depth sum, sum bid depth, bid volume level, bid book depth, depth bid side, bid size level,
    level bid, bid level depth, sum size bid level, rest bid, bid volume, bid liquidity sum`),
    unit: 'base',
    levels: 20,
  },
  {
    path: 'depth.sum_ask',
    names: namesIn(`ask depth, sum ask, ask sum, ask liquidity, depth ask, ask side depth, ask level sum, ask size sum,
    ask volume sum, ask depth sum, sum ask depth, ask volume level, ask book depth, depth ask side, ask size level,
    level ask, ask level depth, sum size ask level, rest ask, ask volume, ask liquidity sum`),
    unit: 'base',
    levels: 20,
  },
  { path: 'depth.imbalance', names: IMBALANCE, unit: 'share', sign: 'signed', levels: 20 },
  {
    path: 'depth.imbalance',
    names: namesIn(`bid heavy imbalance, buy heavy, buy heavy book imbalance, buy heavy imbalance, bid heavy book imbalance,
    bid heavy, imbalance bid, imbalance favor bid, bid heavy book, imbalance toward bid, bid side imbalance,
    book bid heavy, tilt bid, lean bid`),
    unit: 'share',
    sign: 'signed',
    direction: 'plus',
    levels: 20,
    loose: 'loose',
  },
  {
    path: 'depth.imbalance',
    names: namesIn(`ask heavy imbalance, sell heavy, sell heavy book imbalance, sell heavy imbalance, ask heavy book imbalance,
    ask heavy, imbalance ask, imbalance favor ask, ask heavy book, imbalance toward ask, ask side imbalance,
    book ask heavy, tilt ask, lean ask`),
    unit: 'share',
    sign: 'signed',
    direction: 'minus',
    levels: 20,
    loose: 'loose',
  },
  { path: 'flow.orders_per_sec', names: ORDER_RATE, unit: 'per_second', seconds: [10] },
  { path: 'flow.orders_per_sec', names: ORDERS, unit: 'per_second', seconds: [10], needs: 'unit' },
  {
    path: 'flow.net_flow',
    names: namesIn(`net flow, flow, net order flow, net trade flow, order flow, net taker flow, net volume, taker flow`),
    unit: 'base',
    sign: 'signed',
    seconds: [30],
  },
  {
    path: 'flow.net_flow',
    names: namesIn(`net buy, net buy flow, net buy pressure, net inflow, net buy volume, net taker buy`),
    unit: 'base',
    sign: 'signed',
    direction: 'plus',
    seconds: [30],
  },
  {
    path: 'flow.net_flow',
    names: namesIn(`net sell, net sell flow, net sell pressure, net outflow, net sell volume, net taker sell`),
    unit: 'base',
    sign: 'signed',
    direction: 'minus',
    seconds: [30],
  },
  {
    path: 'health.score',
    names: namesIn(`health, health score, market health, market health score, overall health score, overall health, score`),
    unit: 'score',
  },
  ...HEALTH,
  { path: 'data_age_ms', names: ['data age', 'age data', 'age', 'data age ms'], unit: 'ms' },
  ...levels('bid', 'depth.top20_bid'),
  ...levels('ask', 'depth.top20_ask'),
  ...profile(PROFILE),
  ...walls('liquidity.walls'),
];
