import { expect, test } from 'vitest';
import { crashSeverity } from '../../analytics/flow/detectors/flash-crash-score.ts';
import { icebergScore } from '../../analytics/flow/detectors/iceberg-score.ts';
import { SCORE_LEAST } from '../../analytics/flow/detectors/index.ts';
import { spoofSeverity } from '../../analytics/flow/detectors/spoof-score.ts';
import { conciseAnomalies } from '../../operations/anomalies/concise.ts';
import { makeAnomalies } from './anomalies-answer.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { readMarket, type Reading } from './reading.ts';
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

const of = (on: Stage, kind: string) => makeWatched(readingOf(on)).find(({ type }) => type === kind);

test('a detector that warms up has watched nothing, and the answer is not complete', () => {
  const on = begun();
  run(on, 10);
  expect(of(on, 'spoofing')).toEqual({
    venue: VENUE,
    symbol: SYMBOL,
    type: 'spoofing',
    holes: [],
    holes_left_out: 0,
    threshold: 0.5,
  });
  expect(of(on, 'iceberg')).toMatchObject({ from: '2026-01-15T12:00:00.100Z', to: '2026-01-15T12:00:10.000Z', holes: [] });
  expect(answerOf(on).coverage).toEqual({ from: null, to: null, complete: false });
  expect(conciseAnomalies(answerOf(on)).caveats).toContain(
    'Watched: spoofing never; iceberg 12:00:00 to now; flash_crash_risk never. Reported from a score of 0.5.',
  );
});

test('a lost book is a hole in what was watched; a checkpoint keeps it', () => {
  const on = begun();
  run(on, 10);
  id += 5;
  on.depth(id, id);
  on.wait(5);
  // It looks once a second.
  expect(of(on, 'iceberg')).toMatchObject({ to: expect.stringMatching(/T12:00:(09|10)\./) as string, holes: [] });
  on.snapshot(id + 1, BOOK_A);
  on.depth(id + 2, id + 2);
  id += 2;
  run(on, 5);
  const watched = of(on, 'iceberg');
  expect(watched).toMatchObject({ from: '2026-01-15T12:00:00.100Z', to: '2026-01-15T12:00:20.000Z' });
  expect(watched?.holes).toHaveLength(1);
  expect(watched?.holes[0]?.from).toMatch(/^2026-01-15T12:00:(09|10)/);
  const reading = readingOf(on);
  const market = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
  expect(makeWatched({ ...reading, market })).toEqual(makeWatched(reading));
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
