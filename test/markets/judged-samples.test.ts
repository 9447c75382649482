import { expect, test } from 'vitest';
import { alarmTable, thresholdFor, type Judge } from './judged-samples.ts';
import type { MarketSamples } from './withdrawal-samples.ts';

/** One withdrawal every two minutes; the first ones are of episodes. */
function market(name: string, regime: string, planted: number, count: number, weight = 1): MarketSamples {
  const samples = Array.from({ length: count }, (_, i) => ({
    side: 'bid' as const,
    birth: 120 * i,
    judged: 120 * i + 5,
    quantities: [],
    label: i < planted ? i + 1 : 0,
  }));
  const episodes = samples.slice(0, planted).map(({ birth, judged }) => ({
    kind: 'spoofing' as const,
    side: 'bid' as const,
    fair: true,
    from: birth,
    to: judged,
    prices: [],
  }));
  return { name, regime, seed: 1, hours: 1, weight, from: 0, names: [], episodes, samples };
}

const books = market('one', 'thin', 4, 8, 1);
const others = market('one', 'thin', 0, 1, 2);
const real = market('real', 'real', 0, 1);
const scores = new Map([
  [books, [4, 3, 2, 1, 0.5, 0, -1, -2]],
  [others, [1.52]],
  [real, [0.72]],
]);
const judge: Judge = (one) => scores.get(one)!;
const wanted = {
  perHour: 0.5,
  precise: ({ name }: MarketSamples) => name === 'one',
  quiet: ({ name }: MarketSamples) => name === 'real',
};

test('the threshold is the lowest that keeps the precision, and a market that stands for two counts twice', () => {
  // From 1: four right and two wrong, .667; from above 1.52: three right and none wrong.
  expect(thresholdFor([books, others, real], judge, { ...wanted, precision: 0.75 })).toBeCloseTo(1.55, 9);
});

test('no alarm may come on recordings more often than wanted', () => {
  // From 1: four right, two wrong. From .7 the recording would have an alarm.
  expect(thresholdFor([books, others, real], judge, { ...wanted, precision: 0.5 })).toBeCloseTo(0.75, 9);
});

test('recall, precision and false alarms an hour by regime and generator', () => {
  expect(alarmTable([books, others, real], judge, 1).split('\n').slice(2)).toEqual(
    expect.arrayContaining(['| thin | one | 4 | 1.00 | 0.67 | 0.67 |', '| – | real | 0 | – | – | 0.00 |']),
  );
});
