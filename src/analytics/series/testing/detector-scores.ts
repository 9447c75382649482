import { hybridEsd, seasonalEsd } from '../anomaly/seasonal-esd.ts';
import { ensembleByVote } from '../anomaly/ensemble.ts';
import { iqrFences, robustZScores, zScores } from '../anomaly/distance.ts';
import { isolationForest } from '../anomaly/isolation-forest.ts';
import { bocpdChanges } from '../changepoint/bocpd.ts';
import { cusumAnomalies, cusumChanges } from '../changepoint/cusum.ts';
import { binarySegmentation, pelt } from '../changepoint/pelt.ts';
import { assessDrift } from '../drift/assess.ts';
import { createAdwin, observeAdwin } from '../drift/adwin.ts';
import { createDdm, observeDdm } from '../drift/ddm.ts';
import { createPageHinkley, observePageHinkley } from '../drift/page-hinkley.ts';
import { jensenShannon, kolmogorovSmirnov, populationStability } from '../drift/two-sample.ts';
import { score, type Score } from './score.ts';
import { jumps, moved, outcomes, spikes, spreads, type Stream } from './streams.ts';

/** One detector on one kind of stream. */
export interface DetectorScore extends Score {
  readonly kind: 'anomaly' | 'change' | 'drift';
  readonly detector: string;
  readonly stream: string;
  readonly sight: 'past' | 'whole';
}

type Detect = (x: Float64Array) => readonly number[];
type Named = readonly [name: string, sight: 'past' | 'whole', detect: Detect];

const vote: Detect = (x) =>
  ensembleByVote([zScores(x), robustZScores(x), iqrFences(x, { threshold: 3 }), isolationForest(x, { seed: 1 }), hybridEsd(x)])
    .flagged;

const ANOMALY: readonly Named[] = [
  ['z', 'whole', (x) => zScores(x).flagged],
  ['z, window 60', 'past', (x) => zScores(x, { window: 60 }).flagged],
  ['robust z', 'whole', (x) => robustZScores(x).flagged],
  ['robust z, window 60', 'past', (x) => robustZScores(x, { window: 60 }).flagged],
  ['IQR, 1.5', 'whole', (x) => iqrFences(x).flagged],
  ['IQR, 3', 'whole', (x) => iqrFences(x, { threshold: 3 }).flagged],
  ['isolation forest', 'whole', (x) => isolationForest(x, { seed: 1 }).flagged],
  ['CUSUM', 'past', (x) => cusumAnomalies(x).flagged],
  ['hybrid ESD', 'whole', (x) => hybridEsd(x).flagged],
  ['seasonal ESD, 24', 'whole', (x) => seasonalEsd(x, { period: 24 }).flagged],
  ['vote of 2 in 5', 'whole', vote],
];

const CHANGE: readonly Named[] = [
  ['PELT, mean', 'whole', (x) => pelt(x).changes],
  ['PELT, normal', 'whole', (x) => pelt(x, { cost: 'normal', minSize: 10 }).changes],
  ['binary segmentation', 'whole', (x) => binarySegmentation(x).changes],
  ['CUSUM', 'past', (x) => cusumChanges(x).map(({ at }) => at)],
  ['BOCPD', 'past', (x) => bocpdChanges(x).map(({ at }) => at)],
];

const alarmsOf =
  <S>(create: () => S, observe: (state: S, value: number) => boolean): Detect =>
  (x) => {
    const state = create();
    return Array.from(x, (value, i) => (observe(state, value) ? i : -1)).filter((i) => i >= 0);
  };

const ADWIN = alarmsOf(createAdwin, observeAdwin);
const PAGE_HINKLEY = alarmsOf(
  () => createPageHinkley({ lambda: 5 }),
  (state, value) => observePageHinkley(state, value) !== null,
);
const DDM = alarmsOf(createDdm, (state, value) => observeDdm(state, value === 1 ? 'wrong' : 'right') === 'drift');

/** ADWIN alarms repeatedly while its window has old values; alarms within this many values of the previous alarm count as one. */
const SAME = 300;
const first: (detect: Detect) => Detect = (detect) => (x) => detect(x).filter((at, i, all) => i === 0 || at - all[i - 1]! > SAME);

/** Number of reference values, of current values, and of values between tests. An alarm starts a new reference. */
const WINDOWS = { reference: 200, current: 100, every: 25 };

const compared =
  (drifted: (reference: Float64Array, current: Float64Array) => boolean): Detect =>
  (x) => {
    const { reference, current, every } = WINDOWS;
    const alarms: number[] = [];
    let from = 0;
    for (let to = reference + current; to <= x.length; to += every) {
      if (to < from + reference + current || !drifted(x.subarray(from, from + reference), x.subarray(to - current, to))) continue;
      alarms.push(to - 1);
      from = to;
    }
    return alarms;
  };

const meanOf = (x: Float64Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
const SEVERE = ['HIGH', 'CRITICAL'];

const DRIFT: readonly Named[] = [
  ['ADWIN', 'past', first(ADWIN)],
  ['Page–Hinkley, λ 5', 'past', PAGE_HINKLEY],
  ['KS, p < 0.05', 'past', compared((a, b) => kolmogorovSmirnov(a, b).pValue < 0.05)],
  ['KS, p < 0.001', 'past', compared((a, b) => kolmogorovSmirnov(a, b).pValue < 0.001)],
  ['PSI > 0.25', 'past', compared((a, b) => populationStability(a, b) > 0.25)],
  ['Jensen–Shannon > 0.1', 'past', compared((a, b) => jensenShannon(a, b) > 0.1)],
  ['all, HIGH or more', 'past', compared((a, b) => SEVERE.includes(assessDrift(a, b).severity ?? ''))],
];
const OF_ERRORS: readonly Named[] = [
  ['DDM', 'past', DDM],
  ['ADWIN', 'past', first(ADWIN)],
  ['performance, 20 % worse', 'past', compared((a, b) => meanOf(a) > 0 && meanOf(b) / meanOf(a) - 1 > 0.2)],
];

interface Suite {
  readonly kind: DetectorScore['kind'];
  readonly stream: string;
  readonly make: (seed: number) => Stream;
  readonly detectors: readonly Named[];
  readonly window: { readonly before: number; readonly after: number };
}

const SPIKE = { before: 0, after: 0 };
const JUMP = { before: 5, after: 40 };
const LATE = { before: 0, after: 300 };
const SUITES: readonly Suite[] = [
  { kind: 'anomaly', stream: 'spikes on white noise', make: (seed) => spikes('white', seed), detectors: ANOMALY, window: SPIKE },
  {
    kind: 'anomaly',
    stream: 'spikes on persistent noise',
    make: (seed) => spikes('persistent', seed),
    detectors: ANOMALY,
    window: SPIKE,
  },
  { kind: 'anomaly', stream: 'spikes on a season', make: (seed) => spikes('season', seed), detectors: ANOMALY, window: SPIKE },
  { kind: 'change', stream: 'jumps in white noise', make: (seed) => jumps('white', seed), detectors: CHANGE, window: JUMP },
  {
    kind: 'change',
    stream: 'jumps in persistent noise',
    make: (seed) => jumps('persistent', seed),
    detectors: CHANGE,
    window: JUMP,
  },
  { kind: 'change', stream: 'changes of spread', make: spreads, detectors: CHANGE, window: JUMP },
  { kind: 'drift', stream: 'mean up by 2 s.d.', make: (seed) => moved(0.2, seed), detectors: DRIFT, window: LATE },
  { kind: 'drift', stream: 'mean up by ½ s.d.', make: (seed) => moved(0.05, seed), detectors: DRIFT, window: LATE },
  { kind: 'drift', stream: 'nothing happens', make: (seed) => moved(0, seed), detectors: DRIFT, window: LATE },
  {
    kind: 'drift',
    stream: 'errors from 10 % to 30 %',
    make: (seed) => outcomes(0.2, seed),
    detectors: OF_ERRORS,
    window: LATE,
  },
  {
    kind: 'drift',
    stream: 'errors stay at 10 %',
    make: (seed) => outcomes(0, seed),
    detectors: OF_ERRORS,
    window: LATE,
  },
];

/** Scores every detector on every stream of its kind, over `seeds` streams each. */
export function scoreDetectors(seeds: number): readonly DetectorScore[] {
  return SUITES.flatMap(({ kind, stream, make, detectors, window }) => {
    const streams = Array.from({ length: seeds }, (_, i) => make(i + 1));
    return detectors.map(([detector, sight, detect]) => {
      const judged = streams.map(({ x, truth }) => ({ alarms: detect(x), truth, length: x.length }));
      return { kind, detector, stream, sight, ...score(judged, window) };
    });
  });
}
