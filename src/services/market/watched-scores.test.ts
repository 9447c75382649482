import { expect, test } from 'vitest';
import { SCORE_LEAST } from '../../analytics/flow/detectors/index.ts';
import { compareScores, NOT_COMPARED } from '../../analytics/flow/detectors/score-record.ts';
import {
  SPOOF_WEIGHTS,
  spoofBase,
  spoofLogOdds,
  spoofParts,
  type SpoofPart,
} from '../../analytics/flow/detectors/spoof-score.ts';
import { takeEnded } from '../../analytics/flow/detectors/spoofing.ts';
import { passWallTime } from '../../analytics/flow/detectors/wall-tracker.ts';
import { US_PER_MINUTE } from '../../core/index.ts';
import { makeAnomalies } from './anomalies-answer.ts';
import { stateOf } from './market-state.ts';
import { readMarket, type Reading } from './reading.ts';
import { detectors } from './studies/detectors.ts';
import { SETTINGS, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';
import { makeWatched, watchedSpan } from './watched.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};
const of = (on: Stage, kind: string) => makeWatched(readingOf(on)).detectors.find(({ type }) => type === kind);
const detectorsOf = (on: Stage) => stateOf(readingOf(on).market, detectors);

type Row = readonly [price: number, size: number];
const side = (from: number, step: number): Row[] =>
  Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 1] as const);

let update = 0;
let traded = 0;
const change = (on: Stage, changes: { readonly bids?: readonly Row[]; readonly asks?: readonly Row[] }) => {
  update++;
  on.depth(update, update, changes);
};
/** Seconds with a change far from the touch and a small purchase each. */
function run(on: Stage, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    on.wait(1);
    change(on, { bids: [[99.7, 1 + (i % 2) / 10]] });
    on.trade(++traded, 100.01, 0.001, 'buy');
  }
}

/** Bids 100, 99.99 … and asks 100.01, 100.02 … of one each, watched for some seconds. */
function watchedFor(seconds: number): Stage {
  update = 10;
  traded = 0;
  const on = stage();
  on.snapshot(update, { bids: side(100, -0.01), asks: side(100.01, 0.01) });
  change(on, {});
  run(on, seconds);
  return on;
}

/** The whole bid at 100 is executed and shown again. */
function executedAndRefilled(on: Stage): void {
  on.wait(0.1);
  on.trade(++traded, 100, 1, 'sell');
  for (const size of [0, 1]) {
    on.wait(0.1);
    change(on, { bids: [[100, size]] });
  }
  on.wait(0.1);
}

test('a refill of the size that was executed is watched as an iceberg of ratio 1, below the threshold', () => {
  const on = watchedFor(10);
  executedAndRefilled(on);
  // The record of refills begins with the first of them.
  expect(of(on, 'iceberg')).toMatchObject({ no_score: 'the record of refills is shorter than two minutes' });
  run(on, 121);
  executedAndRefilled(on);
  // .5 + .15 (1 − 2)
  expect(of(on, 'iceberg')).toMatchObject({ score: 0.35 });
  expect(of(on, 'iceberg')).not.toHaveProperty('no_score');
  expect(makeAnomalies(on.engine, [readingOf(on)], { minSeverity: 'low', limit: 5 }, on.now()).threshold).toBe(SCORE_LEAST);
  expect(detectorsOf(on).findings.all).toEqual([]);
  run(on, 62);
  // A judgement counts for a minute.
  expect(of(on, 'iceberg')).toMatchObject({ no_score: 'no executed level was refilled in the last minute' });
});

test('without a score each detector says why, also in a book too slow to show refills', () => {
  const on = watchedFor(10);
  expect(of(on, 'iceberg')?.no_score).toBe('the book is updated less than twice a second, so refills cannot be seen');
  detectorsOf(on).iceberg.fastest = 100_000;
  expect(of(on, 'iceberg')).toMatchObject({ no_score: 'no level was executed in full yet' });
  const crash = of(on, 'flash_crash_risk');
  expect(crash).toEqual({ type: 'flash_crash_risk', no_score: 'usual values are not known yet' });
  on.wait(120);
  const reasons = makeWatched(readingOf(on)).detectors.map(({ no_score }) => no_score);
  expect(new Set(reasons).size).toBe(1);
  expect(reasons[0]).not.toContain('level');
});

test('a wall that is withdrawn early in the record is watched as spoofing with its score, below the threshold', () => {
  const on = watchedFor(130);
  expect(of(on, 'spoofing')).toMatchObject({ no_score: 'no large level was withdrawn in the last minute' });
  change(on, { bids: [[99.95, 40]] });
  run(on, 2);
  change(on, { bids: [[99.95, 1]] });
  let before = structuredClone(detectorsOf(on));
  for (let i = 0; i < 100 && of(on, 'spoofing')?.score === undefined; i++) {
    before = structuredClone(detectorsOf(on));
    on.wait(0.1);
  }
  // What was measured, taken from the state before the judgement; then the sum of docs/detectors.md.
  const { symbol, at } = readingOf(on);
  const mark = { at, session: 1, seq: 1 };
  const over = passWallTime(before.tracker, symbol.book.book, at);
  const [gone, ...more] = takeEnded(before.spoof, before.tracker, over, { mark, mid: before.mid });
  expect(more).toEqual([]);
  const record = (at - (before.spoof.record.since ?? at)) / (10 * US_PER_MINUTE);
  const { withdrawal, quantities } = gone!;
  const scored = { side: withdrawal.side, at, logOdds: spoofLogOdds(quantities) };
  const compared = compareScores(before.spoof.scores, scored, at - (before.spoof.record.since ?? at)) ?? NOT_COMPARED;
  const parts = spoofParts({ ...quantities, ...compared, record });
  const names = Object.keys(SPOOF_WEIGHTS) as SpoofPart[];
  const score = names.reduce((sum, name) => sum + SPOOF_WEIGHTS[name] * (parts[name] ?? 0), spoofBase(parts));
  expect(of(on, 'spoofing')?.score).toBeCloseTo(score, 9);
  expect(score).toBeGreaterThan(0);
  expect(score).toBeLessThan(SCORE_LEAST);
  expect(detectorsOf(on).findings.all).toEqual([]);
  run(on, 62);
  expect(of(on, 'spoofing')).not.toHaveProperty('score');
});

test('an answer is complete if all detectors watched since the time asked for, by default over the window of a report', () => {
  const on = watchedFor(180);
  const from = '2026-01-15T12:01:59.100Z';
  const span = { from, to: '2026-01-15T12:03:00.000Z' };
  // The last to begin is the risk of a crash.
  expect(['spoofing', 'iceberg', 'flash_crash_risk'].map((kind) => of(on, kind)?.from)).toEqual([
    '2026-01-15T12:00:25.100Z',
    '2026-01-15T12:00:00.100Z',
    from,
  ]);
  const coverage = (since?: string) =>
    makeAnomalies(on.engine, [readingOf(on)], { since, minSeverity: 'low', limit: 5 }, on.now()).coverage;
  expect(coverage(from)).toEqual({ ...span, complete: true });
  expect(coverage('2026-01-15T12:01:59.099Z')).toEqual({ ...span, complete: false });
  expect(coverage()).toEqual({ ...span, complete: false });
  const reading = readingOf(on);
  const over = (seconds: number) =>
    watchedSpan({ ...reading, engine: { ...reading.engine, settings: { ...SETTINGS, REPORT_WINDOW_SEC: seconds } } }, null);
  expect(over(60)).toEqual({ ...span, complete: true });
  expect(over(61)).toEqual({ ...span, complete: false });
});
