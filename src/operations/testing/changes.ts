import type { AnswerBase, BookMoment, ChangesAnswer, WallChange } from '../../services/market/answers.ts';

const FLOW = { buy: 12.345_678_901_2, sell: 15.765_788_901_1, net: -3.420_109_999_9, trades: 8_123, refilled_trades: 12 };

const momentByHand = (at: string, mid_price: number): BookMoment => ({
  at,
  mid_price,
  spread_bps: 0.001_096_081_2,
  depth: [10, 50].map((within_bps) => ({ within_bps, bid: 12.345_678_9 * within_bps, ask: 9.345_678_9 * within_bps })),
});

/** What changed in a busy market. */
export const changesByHand = (base: AnswerBase, minutes: number): ChangesAnswer => ({
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  minutes,
  then: momentByHand('2026-11-20T12:24:53.012Z', 91_222.125),
  now: momentByHand('2026-11-20T12:34:56.789Z', 91_234.565),
  change_bps: 1.363_704_123_4,
  spread: {
    samples: 60,
    every_sec: 10,

    median_bps: 0.109_612_3,
    p95_bps: 1.245_678_9,
    max_bps: 12.345_678_9,
  },
  walls: (['now_a_wall', 'vanished', 'grew', 'shrank'] as const).map((change, i): WallChange => ({
    change,
    side: 'bid',
    price: 91_200.5 - i,
    ...(change === 'now_a_wall' ? {} : { qty_then: 12.345_678 }),
    qty_now: change === 'vanished' ? 0 : 9.123_456,
  })),
  flow: FLOW,
  flow_before: FLOW,
  events: (['gap', 'gap_ended', 'anomaly', 'anomaly_ended'] as const).map((what) => ({
    time: '2026-11-20T12:30:00.123Z',
    what,
    text: what.startsWith('gap')
      ? 'trade 12:30:00 to 12:30:04, ids 5123456700 to 5123456736, refilled'
      : 'Suspected spoofing: a bid of 5.2 × P95 at 91080.5 pulled after 3.1 s all but untraded, 3 times.',
  })),
  left_out: 0,
  absent: [],
});
