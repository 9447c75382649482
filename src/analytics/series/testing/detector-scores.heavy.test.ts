import { expect, test } from 'vitest';

import { filterStates, fitRegimes } from '../regime/hmm.ts';
import { scoreDetectors } from './detector-scores.ts';
import { score } from './score.ts';
import { calmAndWild } from './streams.ts';

test('a score by hand', () => {
  const one = score([{ alarms: [10, 12, 50, 90], truth: [10, 48, 70], length: 100 }], { before: 0, after: 5 });
  expect(one).toMatchObject({ precision: 0.5, recall: 2 / 3, falseAlarms: 20, events: 3, delay: 2 });
  expect(one.f1).toBeCloseTo(4 / 7, 12);
  expect(score([{ alarms: [], truth: [], length: 10 }], { before: 0, after: 0 })).toMatchObject({ f1: 1, delay: null });
});

/** Lower limits well below the figures of docs/series.md, so that only a fault breaks them, not chance. */
const FLOORS: readonly (readonly [detector: string, stream: string, f1: number])[] = [
  ['robust z', 'spikes on white noise', 0.9],
  ['hybrid ESD', 'spikes on white noise', 0.9],
  ['vote of 2 in 5', 'spikes on persistent noise', 0.8],
  ['seasonal ESD, 24', 'spikes on a season', 0.9],
  ['PELT, mean', 'jumps in white noise', 0.9],
  ['CUSUM', 'jumps in white noise', 0.8],
  ['BOCPD', 'jumps in white noise', 0.8],
  ['PELT, normal', 'changes of spread', 0.8],
  ['ADWIN', 'mean up by 2 s.d.', 0.9],
  ['Page–Hinkley, λ 5', 'mean up by 2 s.d.', 0.9],
  ['DDM', 'errors from 10 % to 30 %', 0.6],
];

test('the detectors reach the limits of docs/series.md', () => {
  const scores = scoreDetectors(6);
  for (const [detector, stream, floor] of FLOORS) {
    const own = scores.find((one) => one.detector === detector && one.stream === stream);
    expect(own?.f1, `${detector}, ${stream}`).toBeGreaterThan(floor);
  }
});

test('a fitted filter identifies the states of later, unseen values', () => {
  for (const seed of [1, 2, 3]) {
    const { x, path } = calmAndWild(seed);
    const fit = fitRegimes(x.subarray(0, 1000), { seed: 1 })!;
    const named = filterStates(fit, x).map(({ probabilities }) => (probabilities[1]! > 0.5 ? 1 : 0));
    const right = named.slice(1000).filter((state, i) => state === path[1000 + i]).length / 500;
    expect(right).toBeGreaterThan(0.88);
  }
});
