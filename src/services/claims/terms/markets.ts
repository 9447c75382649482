import { BEST_ASK_PRICE, BEST_ASK_SIZE, BEST_BID_PRICE, BEST_BID_SIZE, levels, profileTerms, SPREAD, walls } from './report.ts';
import { namesIn, type Term } from './term.ts';

/** `get_book`. */
export const BOOK_TERMS: readonly Term[] = [
  ...levels('bid', 'bids'),
  ...levels('ask', 'asks'),
  { path: 'bids[].p', names: BEST_BID_PRICE, unit: 'quote', pick: { by: 'first' }, loose: 'loose' },
  { path: 'asks[].p', names: BEST_ASK_PRICE, unit: 'quote', pick: { by: 'first' }, loose: 'loose' },
  { path: 'bids[].q', names: BEST_BID_SIZE, unit: 'base', pick: { by: 'first' }, loose: 'loose' },
  { path: 'asks[].q', names: BEST_ASK_SIZE, unit: 'base', pick: { by: 'first' }, loose: 'loose' },
  {
    path: 'levels_total.bids',
    names: namesIn(`bid level, bid level count, number bid level, sum bid level, bid level number`),
    unit: 'count',
    loose: 'loose',
  },
  {
    path: 'levels_total.asks',
    names: namesIn(`ask level, ask level count, number ask level, sum ask level, ask level number`),
    unit: 'count',
    loose: 'loose',
  },
];

const order = (side: 'buy' | 'sell'): readonly Term[] => {
  const pick = { by: 'order', side } as const;
  return [
    {
      path: 'execution[].avg_price',
      names: namesIn(`average price, average, average fill price, fill price, average fill, cost average, cost average price,
    fill average, fill, price, cost`).map((name) => `${side} ${name}`),
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
        `slippage, slippage mid, slip, slippage bps, slippage bps mid, slippage fill, slippage cost, price impact, impact`,
      ).map((name) => `${side} ${name}`),
      unit: 'bps',
      pick,
    },
  ];
};

const distance = (side: 'bid' | 'ask'): Term => ({
  path: `depth_by_distance[].${side}`,
  names: namesIn(`, sum, depth sum, liquidity sum, depth, liquidity, side depth, side liquidity, volume, size, rest, book depth,
    side, rest size, depth mid, liquidity mid, mid, rest mid, size mid, volume mid`).map((name) => `${side} ${name}`),
  unit: 'base',
  pick: { by: 'distance', key: 'within_bps' },
});

/** `get_liquidity`. */
export const LIQUIDITY_TERMS: readonly Term[] = [
  { path: 'spread_bps', names: SPREAD, unit: 'bps' },
  ...order('buy'),
  ...order('sell'),
  distance('bid'),
  distance('ask'),
  {
    path: 'depth_by_distance[].imbalance',
    names: namesIn(`imbalance, depth imbalance, book imbalance, imbalance mid, liquidity imbalance, depth imbalance mid`),
    unit: 'share',
    sign: 'signed',
    pick: { by: 'distance', key: 'within_bps' },
  },
  ...profileTerms('profile'),
  ...walls('walls'),
];

const lastTrade = (side?: 'buy' | 'sell'): readonly Term[] => {
  const pick = { by: 'first', ...(side === undefined ? {} : { side }) } as const;
  const of = (names: readonly string[]) => (side === undefined ? names : names.map((name) => `${name} ${side}`));
  return [
    {
      path: 'trades[].price',
      names: of(
        namesIn(
          `last trade, last trade price, last price, last print, price last trade, last, last print price, last trade print`,
        ),
      ),
      unit: 'quote',
      pick,
    },
    {
      path: 'trades[].qty',
      names: of(
        namesIn(`last trade size, size last trade, last size, last trade volume, last print size, last trade print size`),
      ),
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
  { path: 'trades[].price', names: ['trade', 'trade price', 'price'], unit: 'quote', pick: { by: 'id', key: 'id' } },
  { path: 'trades[].qty', names: ['trade size', 'size'], unit: 'base', pick: { by: 'id', key: 'id' } },
];

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
        names: [`candle ${part}`, part, `candle ${part} price`, `${part} price`],
        unit,
        pick: { by: 'time', key: 'start' },
      },
    ];
  },
);

/** `list_markets`: rows by instrument. */
export const MARKET_TERMS: readonly Term[] = [
  {
    path: 'markets[].last_price',
    names: namesIn(`last price, last, last trade price, last trade, trade price, price last trade, trade`),
    unit: 'quote',
    pick: { by: 'market' },
  },
  { path: 'markets[].last_price', names: ['price'], unit: 'quote', pick: { by: 'market' }, loose: 'loose' },
  {
    path: 'markets[].tick',
    names: namesIn(`tick, change tick, tick size, price tick, minimum price increment, price increment`),
    unit: 'quote',
    pick: { by: 'market' },
  },
  {
    path: 'markets[].lot',
    names: namesIn(`lot, lot size, minimum size increment, size increment, size step`),
    unit: 'base',
    pick: { by: 'market' },
  },
];

const STREAMS = ['book', 'trade', 'ticker', 'quote'] as const;

/** `get_data_health`: rows by stream and by venue. */
export const HEALTH_TERMS: readonly Term[] = [
  ...STREAMS.flatMap((stream): readonly Term[] => [
    {
      path: 'streams[].messages',
      names: namesIn(`message, message count, stream message, message stream, feed message, message receive, receive message,
    stream message count, stream receive message, stream message receive`).map((name) => `${stream} ${name}`),
      unit: 'count',
      pick: { by: 'market', stream },
    },
    {
      path: 'streams[].gaps_24h',
      names: ['gap', 'stream gap', 'gap count', 'feed gap'].map((name) => `${stream} ${name}`),
      unit: 'count',
      seconds: [86_400],
      pick: { by: 'market', stream },
    },
    {
      path: 'streams[].age_ms',
      names: namesIn(`age, stream age, data age, feed age, last message age`).map((name) => `${stream} ${name}`),
      unit: 'ms',
      pick: { by: 'market', stream },
    },
  ]),
  {
    path: 'venues[].connections',
    names: ['connection', 'open connection', 'connection open', 'connection count'],
    unit: 'count',
    pick: { by: 'venue' },
  },
  { path: 'venues[].reconnects', names: ['reconnect', 'reconnect count'], unit: 'count', pick: { by: 'venue' } },
  {
    path: 'venues[].quarantined',
    names: namesIn(`quarantined, quarantined message, message quarantined, quarantined count, refused message, message refused`),
    unit: 'count',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].clock_offset_ms',
    names: ['clock offset', 'clock skew', 'offset clock', 'clock offset ms'],
    unit: 'ms',
    sign: 'signed',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].rest_weight_used',
    names: namesIn(`rest weight, rest weight used, request weight, request weight used, used rest weight`),
    unit: 'count',
    pick: { by: 'venue' },
  },
];
