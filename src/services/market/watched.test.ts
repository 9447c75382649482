import { expect, test } from 'vitest';
import { crashSeverity } from '../../analytics/flow/detectors/flash-crash-score.ts';
import { icebergScore } from '../../analytics/flow/detectors/iceberg-score.ts';
import { SCORE_LEAST } from '../../analytics/flow/detectors/index.ts';
import { spoofSeverity } from '../../analytics/flow/detectors/spoof-score.ts';
import { conciseAnomalies } from '../../operations/anomalies/concise.ts';
import { makeAnomalies } from './anomalies-answer.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { stateOf } from './market-state.ts';
import { readMarket, type Reading } from './reading.ts';
import { watching } from './studies/watching.ts';
import { makeWatched } from './watched.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

const answerOf = (on: Stage) => makeAnomalies(on.engine, [readingOf(on)], { minSeverity: 'low', limit: 5 }, on.now());

let id = 0;
let traded = 0;
/** Some seconds of a market with a deep book, a trade and an update a second. */
function run(on: Stage, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    on.wait(1);
    id++;
    on.depth(id, id, { bids: [[99.5, 1 + (id % 3)]] });
    on.trade(++traded, 100, 0.1, id % 2 === 0 ? 'buy' : 'sell');
  }
}

function begun(): Stage {
  id = 11;
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

const of = (on: Stage, kind: string) => makeWatched(readingOf(on)).detectors.find(({ type }) => type === kind);

test('a detector that warms up has watched nothing, and the answer is not complete', () => {
  const on = begun();
  run(on, 10);
  const reason = 'usual values are not known yet';
  expect(makeWatched(readingOf(on))).toMatchObject({ venue: VENUE, symbol: SYMBOL, holes: [], holes_left_out: 0 });
  expect(of(on, 'spoofing')).toEqual({ type: 'spoofing', no_score: reason });
  expect(of(on, 'iceberg')).toMatchObject({ from: '2026-01-15T12:00:00.100Z', to: '2026-01-15T12:00:10.000Z' });
  expect(answerOf(on).threshold).toBe(0.5);
  expect(answerOf(on).coverage).toEqual({ from: null, to: null, complete: false });
  expect(conciseAnomalies(answerOf(on)).caveats).toContain(
    `Watched: spoofing never (${reason}); iceberg no score (the book is updated less than twice a second, so refills cannot be seen), 12:00:00 to now; flash_crash_risk never (${reason}). Reported from a score of 0.5.`,
  );
});

test('a lost book is a hole in what was watched; a checkpoint keeps it', () => {
  const on = begun();
  run(on, 10);
  id += 5;
  on.depth(id, id);
  on.wait(5);
  // It looks once a second.
  expect(of(on, 'iceberg')).toMatchObject({ to: expect.stringMatching(/T12:00:(09|10)\./) as string });
  expect(of(on, 'iceberg')?.no_score).toContain('book');
  expect(makeWatched(readingOf(on)).holes).toEqual([]);
  on.snapshot(id + 1, BOOK_A);
  on.depth(id + 2, id + 2);
  id += 2;
  run(on, 5);
  const watched = of(on, 'iceberg');
  expect(watched).toMatchObject({ from: '2026-01-15T12:00:00.100Z', to: '2026-01-15T12:00:20.000Z' });
  const { holes } = makeWatched(readingOf(on));
  expect(holes).toHaveLength(1);
  // No other detector had begun.
  expect(holes[0]).not.toHaveProperty('types');
  expect(holes[0]?.from).toMatch(/^2026-01-15T12:00:(09|10)/);
  const reading = readingOf(on);
  const market = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
  expect(makeWatched({ ...reading, market })).toEqual(makeWatched(reading));
});

test('a hole of several detectors is listed once, and names them unless it is of all that had begun', () => {
  const on = begun();
  run(on, 3);
  const reading = readingOf(on);
  const { spans } = stateOf(reading.market, watching);
  const [from, s] = [on.now() - 900_000_000, 1_000_000];
  const between = (...times: readonly number[]) =>
    times.flatMap((time, i) => (i % 2 === 0 ? [{ from: from + time * s, to: from + times[i + 1]! * s }] : []));
  spans.spoofing = between(0, 100, 120, 200, 215, 300);
  spans.iceberg = between(0, 100, 107, 200, 215, 300);
  spans.flash_crash_risk = between(50, 100, 107, 200, 215, 300);
  const at = (time: number) => new Date((from + time * s) / 1_000).toISOString();
  expect(makeWatched(reading).holes).toEqual([
    { from: at(200), to: at(215) },
    { from: at(100), to: at(120), types: ['spoofing'] },
    { from: at(100), to: at(107), types: ['iceberg', 'flash_crash_risk'] },
  ]);
  spans.spoofing = Array.from({ length: 30 }, (_, i) => between(i * 10, i * 10 + 5)).flat();
  expect(makeWatched(reading)).toMatchObject({ holes_left_out: 11 });
  expect(makeWatched(reading).holes).toHaveLength(20);
  // Over several markets, fewer of each are listed.
  const both = makeAnomalies(on.engine, [reading, reading], { minSeverity: 'low', limit: 5 }, on.now()).watched ?? [];
  expect(both.map(({ holes, holes_left_out }) => [holes.length, holes_left_out])).toEqual([
    [5, 26],
    [5, 26],
  ]);
});

test('the risk of a crash has a score below its threshold, and without one of the detectors there is no span', () => {
  const on = begun();
  run(on, 400);
  const risk = of(on, 'flash_crash_risk');
  expect(risk?.score).toBeLessThan(SCORE_LEAST);
  expect(risk?.score).toBeGreaterThanOrEqual(0);
  // Spoofing is not watched in a book of ten levels, and so not all of it is watched.
  expect(of(on, 'spoofing')).not.toHaveProperty('from');
  expect(answerOf(on).coverage).toEqual({ from: null, to: null, complete: false });
});

test('the least severity of each detector begins at the threshold', () => {
  for (const severityOf of [spoofSeverity, crashSeverity]) {
    expect(severityOf(SCORE_LEAST)).not.toBeNull();
    expect(severityOf(SCORE_LEAST - 1e-9)).toBeNull();
  }
  // An iceberg needs twice its display.
  expect(icebergScore(2)).toBe(SCORE_LEAST);
});
