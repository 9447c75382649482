/** The other forms and synonyms of each canonical word, so that each name of a field is listed once. */
const FORMS: Readonly<Record<string, string>> = {
  bid: 'bids bidside',
  ask: 'asks offer offers offered askside',
  buy: 'buys bought buying buyer buyers purchase purchases purchasing buyside',
  sell: 'sells sold selling seller sellers sale sales sellside',
  mid: 'midpoint midprice middle',
  micro: 'microprice',
  best: 'topmost',
  lowest: 'cheapest',
  touch: 'touches',
  spread: 'width',
  imbalance: 'imbalanced skew',
  price: 'prices priced',
  size: 'quantity quantities qty sizes amount sized',
  volume: 'volumes turnover vol',
  level: 'levels',
  lot: 'lots',
  tick: 'ticks',
  trade: 'trades traded trading prints',
  order: 'orders',
  fill: 'filled fills filling execution executing execute executed',
  cost: 'costs',
  slip: 'slips slipped slipping',
  slippage: 'slippages',
  flow: 'flows',
  candle: 'candles bar bars candlestick kline',
  open: 'opened opens opening',
  high: 'highs peak peaked peaks',
  low: 'lows trough',
  close: 'closed closes closing',
  last: 'newest latest most-recent recent',
  change: 'changed changes changing move moved moves return performance',
  cumulated: 'cumulative',
  sum: 'sums summed aggregate aggregated total combined',
  average: 'avg mean averages averaged averaging',
  percent: 'percentage',
  event: 'events updates update',
  message: 'msgs messages',
  gap: 'gaps',
  connection: 'connections',
  reconnect: 'reconnections reconnects',
  health: 'healthy',
  score: 'scores scored scoring index',
  age: 'delay aged old stale staleness',
  time: 'timestamps',
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries(FORMS).flatMap(([word, forms]) => forms.split(' ').map((form) => [form, word] as const)),
);

/** The word that stands for this one in the names of fields. */
export const canonical = (word: string): string => CANONICAL.get(word) ?? word;

/** Words that may stand beside any name without changing its field: "the current spread". */
export const OPTIONAL: ReadonlySet<string> = new Set([
  'price',
  'level',
  'side',
  'book',
  'spot',
  'current',
  'inside',
  'top',
  'touch',
  'order',
]);
