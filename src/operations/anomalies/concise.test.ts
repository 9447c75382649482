import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { SIMULATED_CAVEAT } from '../../core/index.ts';
import type { AnomaliesAnswer, Anomaly, InputState } from '../../services/market/answers.ts';
import { anomalies, explained } from '../testing/market.ts';
import { anomalyLine } from './anomaly-line.ts';
import { conciseAnomalies, conciseExplained } from './concise.ts';
import { withReceipt } from '../testing/with-receipt.ts';

const RECEIPT = 'tf2:get_anomalies:detail=concise:l482910.3-10485760+12345:941276:330518264907';

const input = (symbol: string, stream: 'book' | 'trade', state: InputState['state'], age_ms: number | null): InputState => ({
  venue: 'binance-spot',
  instrument: `binance-spot:${symbol}`,
  stream,
  state,
  age_ms,
  seq: null,
});

const shown = ({ inputs }: Pick<AnomaliesAnswer, 'inputs'>) => inputs.map(({ instrument, stream }) => `${instrument}/${stream}`);

test('keeps the inputs that set the age and the state; a single input if it sets both', () => {
  const inputs = [
    input('A', 'book', 'synced', 10),
    input('A', 'trade', 'synced', 900),
    input('B', 'book', 'synced', 20),
    input('B', 'trade', 'gap', 40),
  ];
  const answer: AnomaliesAnswer = { ...anomalies(), state: 'gap', age_ms: 900, inputs };
  expect(shown(conciseAnomalies(answer))).toEqual(['binance-spot:A/trade', 'binance-spot:B/trade']);
  expect(shown(conciseAnomalies({ ...answer, age_ms: 40 }))).toEqual(['binance-spot:B/trade']);
  expect(shown(conciseAnomalies({ ...answer, state: 'synced', inputs: inputs.slice(0, 3) }))).toEqual(['binance-spot:A/trade']);
  const unheard = [...inputs.slice(0, 3), input('B', 'trade', 'connecting', null)];
  expect(shown(conciseAnomalies({ ...answer, state: 'connecting', age_ms: null, inputs: unheard }))).toEqual([
    'binance-spot:B/trade',
  ]);
});

test('of many markets that cannot be judged yet, names the first and counts the others, inside the budget', () => {
  const absent = Array.from({ length: 12 }, (_, i) =>
    ['spoofing', 'flash_crash_risk'].map((type) => ({
      field: `anomalies[venue=binance-spot][symbol=COIN${i}USDT][type=${type}]`,
      reason: 'usual values are not known yet',
      ready_at: null,
    })),
  ).flat();
  const concise = conciseAnomalies({
    ...anomalies(),
    absent,
  });
  expect(concise.absent.map(({ field }) => field)).toEqual(['anomalies[venue=binance-spot][symbol=COIN0USDT][type=spoofing]']);
  expect(concise.caveats.at(-1)).toBe("detail full adds 3 anomalies' evidence, 23 absences, 1 input");
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
});

const { anomalies: planted } = anomalies();
const crash = (i: number): Anomaly => ({
  ...planted[0]!,
  id: `binance-spot:SOLUSDT:flash_crash_risk:176364209678${i}000`,
  type: 'flash_crash_risk',
  symbol: 'SOLUSDT',
  unit: 'SOL',
  side: null,
  price: null,
  score: 0.812,
  onset: '2026-11-20T12:35:00.250Z',
  seen: {
    fall_times: 9.1,
    fall_from: 148.335,
    fall_to: 139.885,
    fall_pct: 5.6966,
    fall_after_s: -6.5,
    fall_s: 41,
    low_trade: 137.02,
    low_trade_after_s: 36.2,
    low_trade_pct: 7.6284,
  },
  end: '2026-11-20T12:36:00.000Z',
});

test('of twelve crashes over many markets, the first are listed with price, per cent and seconds, the others counted', () => {
  const absent = ['A', 'B'].map((symbol) => ({
    field: `anomalies[venue=binance-spot][symbol=${symbol}][type=spoofing]`,
    reason: 'usual values are not known yet',
    ready_at: null,
  }));
  const watched = Array.from({ length: 9 }, () => anomalies().watched ?? []).flat();
  const all = Array.from({ length: 12 }, (_, i) => crash(i));
  const concise = conciseAnomalies({ ...anomalies(), watched, absent, anomalies: all, left_out: 3 });
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
  expect(concise.lines.length).toBeGreaterThanOrEqual(4);
  expect(concise.left_out).toBe(15 - concise.lines.length);
  expect(concise.caveats.at(-1)).toContain(`12 anomalies' evidence, ${12 - concise.lines.length} more anomalies`);
  expect(concise.lines[0]).toBe(
    '12:34:53Z, mid -5.70 % in 41 s, traded 137.02 (-7.63 %), 0.81, binance-spot:SOLUSDT:flash_crash_risk:1763642096780000',
  );
});

test('of five crashes over eleven simulated markets, all fit', () => {
  const watched = Array.from({ length: 11 }, () => anomalies().watched ?? []).flat();
  const base = anomalies();
  const absent = [{ field: 'anomalies[type=spoofing]', reason: 'usual values are not known yet', ready_at: null }];
  const concise = conciseAnomalies({
    ...base,
    source: 'simulated',
    caveats: [SIMULATED_CAVEAT, ...base.caveats],
    watched,
    absent,
    anomalies: Array.from({ length: 5 }, (_, i) => crash(i)),
  });
  expect(concise.lines).toHaveLength(5);
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
});

test('of one market with a hole and no scores, at least three fit, and one is listed whatever else there is', () => {
  const reason = 'the book is updated less than twice a second, so refills cannot be seen';
  const watched = (anomalies().watched ?? []).map((one) => ({
    ...one,
    detectors: one.detectors.map((row) => ({ ...row, score: undefined, no_score: reason })),
    holes: one.holes.map((hole) => ({ ...hole, types: ['spoofing' as const, 'iceberg' as const] })),
  }));
  const all = Array.from({ length: 12 }, (_, i) => crash(i));
  const concise = conciseAnomalies({ ...anomalies(), watched, anomalies: all });
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
  expect(concise.lines.length).toBeGreaterThanOrEqual(3);
  const crowded = conciseAnomalies({ ...anomalies(), caveats: ['x'.repeat(2_000)], anomalies: all });
  expect(crowded.lines).toHaveLength(1);
});

test.each<[string, Partial<Anomaly>, string]>([
  ['a wall', {}, '12:35:03Z, bid 91080.5, 41.5 BTC, score 0.82, active, '],
  ['a wall of an unknown market', { unit: null, side: 'ask' }, '12:35:03Z, ask 91080.5, 41.5, score 0.82, active, '],
  ['an iceberg', { seen: { executed: 9.25, display: 2 } }, '12:35:03Z, bid 91080.5, 9.25 BTC executed, score 0.82, active, '],
  ['a crash of an older build', { price: null, seen: {} }, '12:35:03Z, score 0.82, active, '],
  [
    'a crash',
    { price: null, onset: '2026-11-20T12:35:00.250Z', seen: crash(0).seen },
    '12:34:53Z, mid 148.335 to 139.885 (-5.70 %) in 41 s, traded 137.02 (-7.63 %), score 0.82, active, ',
  ],
  [
    'a crash whose lowest trade is unknown',
    { price: null, seen: { ...crash(0).seen, low_trade: null, low_trade_pct: null } },
    '12:34:50Z, mid 148.335 to 139.885 (-5.70 %) in 41 s, score 0.82, active, ',
  ],
  [
    'a risk without a fall',
    { price: null, seen: { fall_from: 2, fall_to: 2, fall_pct: 0, fall_s: 0 } },
    '12:35:03Z, mid has not fallen, score 0.82, active, ',
  ],
])('the line of %s', (_what, part, line) => {
  expect(anomalyLine({ ...planted[0]!, ...part }, '2026-11-20T12:40:00Z')).toBe(line + planted[0]!.id);
  expect(anomalyLine({ ...planted[0]!, ...part }, '2026-11-21T12:40:00Z')).toBe(`11-20 ${line}${planted[0]!.id}`);
});

test('a short explanation shows the withdrawal itself', () => {
  const full = explained('x');
  const sizes = [10, 12, 41.5, 41.5, 0.2, 3, 3];
  const steps = sizes.map((size, i) => ({ ...(full.steps[0] as (typeof full.steps)[number]), seq: i, size }));
  const short = conciseExplained({ ...full, steps });
  expect(short.steps.map(({ seq }) => seq)).toEqual([0, 4, 6]);
  expect(short.steps_left_out).toBe(4);
});
