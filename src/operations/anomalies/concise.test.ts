import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import type { AnomaliesAnswer, InputState } from '../../services/market/answers.ts';
import { anomalies, explained } from '../testing/market.ts';
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

const shown = ({ inputs }: AnomaliesAnswer) => inputs.map(({ instrument, stream }) => `${instrument}/${stream}`);

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
  expect(concise.caveats.at(-1)).toBe("detail full adds 1 anomaly's parts and seen values, 2 anomalies, 23 absences, 1 input");
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
});

test('a short explanation shows the withdrawal itself', () => {
  const full = explained('x');
  const sizes = [10, 12, 41.5, 41.5, 0.2, 3, 3];
  const steps = sizes.map((size, i) => ({ ...(full.steps[0] as (typeof full.steps)[number]), seq: i, size }));
  const short = conciseExplained({ ...full, steps });
  expect(short.steps.map(({ seq }) => seq)).toEqual([0, 4, 6]);
  expect(short.steps_left_out).toBe(4);
});
