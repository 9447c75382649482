import {
  BEST_ASK_PRICE,
  BEST_ASK_SIZE,
  BEST_BID_PRICE,
  BEST_BID_SIZE,
  IMBALANCE,
  levelTerms,
  MID,
  NET_BUY,
  NET_SELL,
  ORDER_RATE,
  ORDERS,
  profileTerms,
  RATE_SECONDS,
  SPREAD,
  wallTerms,
} from './shared.ts';
import { DAY_SECONDS, namesIn, type Term } from './term.ts';

/** Number of levels per side in the sums of the depth. */
const SUMMED_LEVELS = 20;

const HEALTH = namesIn(`spread, depth, balance, flow, anomalies, freshness`).map((part): Term => ({
  path: `health.components.${part}`,
  names: namesIn(
    `health, component, component health, health score, component score, score, component health score, part health`,
  ).map((name) => `${part} ${name}`),
  unit: 'share',
}));

/** `get_report`. */
export const REPORT_TERMS: readonly Term[] = [
  {
    path: 'last_price',
    names: namesIn(`last price, last trade price, last trade, last, trade price, last print, trade, print`),
    unit: 'quote',
  },
  {
    path: 'last_price',
    names: namesIn(`price, quote price, change hands, hands, change hands price, change hands last price, change hands last`),
    unit: 'quote',
    ambiguous: true,
  },
  {
    path: 'change_24h_pct',
    names: namesIn(`day change, daily change, change price day, day daily change`),
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
  },
  {
    path: 'change_24h_pct',
    names: namesIn(`change, price change, change pct, percent change, price percent change`),
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
    needs: 'duration',
  },
  // "BTCUSDT is up 0.04 %": a direction, a market and a percentage are enough without a name.
  {
    path: 'change_24h_pct',
    names: ['', 'price'],
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
    needs: 'duration',
    ambiguous: true,
  },
  {
    path: 'change_24h_pct',
    names: ['day'],
    unit: 'percent',
    sign: 'signed',
    seconds: [DAY_SECONDS],
    ambiguous: true,
  },
  {
    path: 'change_24h_pct',
    names: ['slip', 'price slip'],
    unit: 'percent',
    sign: 'signed',
    direction: 'minus',
    seconds: [DAY_SECONDS],
    needs: 'duration',
    ambiguous: true,
  },
  {
    path: 'high_24h',
    names: namesIn(`high, highest price, highest trade price, highest`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
    needs: 'duration',
  },
  {
    path: 'high_24h',
    names: namesIn(`day high, daily high`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
  },
  {
    path: 'low_24h',
    names: namesIn(`low, lowest price, lowest trade price, lowest`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
    needs: 'duration',
  },
  {
    path: 'low_24h',
    names: namesIn(`day low, daily low`),
    unit: 'quote',
    seconds: [DAY_SECONDS],
  },
  {
    path: 'volume_24h',
    names: namesIn(`volume, trade volume, base volume, trade size`),
    unit: 'base',
    seconds: [DAY_SECONDS],
    needs: 'duration',
  },
  {
    path: 'volume_24h',
    names: namesIn(`day volume, daily volume, daily trade volume, trade size day`),
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
    names: MID,
    unit: 'quote',
  },
  {
    path: 'micro_price',
    names: namesIn(`
      micro, micro price, weighted mid, weighted size micro, weighted size micro price, size weighted mid,
      size weighted mid price, weighted mid price, volume weighted mid
    `),
    unit: 'quote',
  },
  {
    path: 'depth.sum_bid',
    names: namesIn(`
      bid depth, sum bid, bid liquidity, bid side depth, bid level sum, bid size sum, bid volume sum, bid depth sum,
      bid volume level, bid book depth, bid size level, level bid, bid level depth, sum size bid level, rest bid,
      bid volume, bid liquidity sum
    `),
    unit: 'base',
    levels: SUMMED_LEVELS,
    needs: 'levels',
  },
  {
    path: 'depth.sum_ask',
    names: namesIn(`
      ask depth, sum ask, ask liquidity, ask side depth, ask level sum, ask size sum, ask volume sum, ask depth sum,
      ask volume level, ask book depth, ask size level, level ask, ask level depth, sum size ask level, rest ask,
      ask volume, ask liquidity sum
    `),
    unit: 'base',
    levels: SUMMED_LEVELS,
    needs: 'levels',
  },
  { path: 'depth.imbalance', names: IMBALANCE, unit: 'share', sign: 'signed', levels: SUMMED_LEVELS },
  {
    path: 'depth.imbalance',
    names: namesIn(`
      bid heavy imbalance, bid heavy depth imbalance, buy heavy, buy heavy book imbalance, buy heavy imbalance, bid heavy book imbalance,
      bid heavy, imbalance favor bid, bid heavy book, imbalance toward bid, 
      tilt bid, lean bid
    `),
    unit: 'share',
    sign: 'signed',
    direction: 'plus',
    levels: SUMMED_LEVELS,
    ambiguous: true,
  },
  {
    path: 'depth.imbalance',
    names: namesIn(`
      ask heavy imbalance, ask heavy depth imbalance, sell heavy, sell heavy book imbalance, sell heavy imbalance, ask heavy book imbalance,
      ask heavy, imbalance favor ask, ask heavy book, imbalance toward ask, 
      tilt ask, lean ask
    `),
    unit: 'share',
    sign: 'signed',
    direction: 'minus',
    levels: SUMMED_LEVELS,
    ambiguous: true,
  },
  { path: 'flow.orders_per_sec', names: ORDER_RATE, unit: 'per_second', seconds: [RATE_SECONDS] },
  { path: 'flow.orders_per_sec', names: ORDERS, unit: 'per_second', seconds: [RATE_SECONDS], needs: 'unit' },
  {
    path: 'flow.net_flow',
    names: namesIn(`net flow, flow, net trade flow, net taker flow, net volume, taker flow`),
    unit: 'base',
    sign: 'signed',
    secondsAt: 'flow.seconds',
  },
  {
    path: 'flow.net_flow',
    names: NET_BUY,
    unit: 'base',
    sign: 'signed',
    direction: 'plus',
    secondsAt: 'flow.seconds',
  },
  {
    path: 'flow.net_flow',
    names: NET_SELL,
    unit: 'base',
    sign: 'signed',
    direction: 'minus',
    secondsAt: 'flow.seconds',
  },
  {
    path: 'health.score',
    names: namesIn(`health, health score, market health, market health score, overall health score, overall health, score`),
    unit: 'score',
  },
  ...HEALTH,
  { path: 'data_age_ms', names: ['data age', 'age', 'data age ms'], unit: 'ms' },
  // These words may mean either age.
  { path: 'age_ms', names: ['data age', 'age', 'data age ms'], unit: 'ms' },
  ...levelTerms('bid', 'depth.top20_bid'),
  ...levelTerms('ask', 'depth.top20_ask'),
  ...profileTerms('liquidity.profile'),
  ...wallTerms('liquidity.walls'),
];
