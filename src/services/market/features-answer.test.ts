import { withoutProof } from '../../core/answer-fields.ts';
import { expect, test } from 'vitest';
import { instrumentId } from '../../core/index.ts';
import { featuresAnswer } from './answers/features.ts';
import { STUDY_CARDS, type StudyCard } from './answers/study-cards.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { makeFeatures } from './features-answer.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeFlow } from './small-answers.ts';
import { STUDIES } from './studies/index.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const ID = instrumentId(VENUE, SYMBOL);

function readingOf({ engine, now }: Pick<Stage, 'engine' | 'now'>): Reading {
  const reading = readMarket(engine, ID, now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

/** A synced book and one trade per second, for some seconds. */
function running(seconds: number): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  for (let i = 1; i <= seconds; i++) {
    on.depth(10 + i, 10 + i, { bids: [[100, 5 + (i % 3)]] });
    on.trade(i, 100, 1, i % 2 === 0 ? 'buy' : 'sell');
    on.wait(1);
  }
  return on;
}

const paths = ({ features }: ReturnType<typeof makeFeatures>, wanted: (value: number | null) => boolean) =>
  Object.entries(features).flatMap(([study, row]) =>
    Object.entries(row).flatMap(([name, value]) => (wanted(value) ? [`features.${study}.${name}`] : [])),
  );

test('a study stands after those whose state it reads, and publishes the numbers of its card', () => {
  expect(STUDIES.map(({ id }) => id)).toEqual(Object.keys(STUDY_CARDS));
  for (const [i, { id, read }] of STUDIES.entries()) {
    const { after, columns }: StudyCard = STUDY_CARDS[id];
    const before = STUDIES.slice(0, i).map((study) => study.id as string);
    expect(before, id).toEqual(expect.arrayContaining([...after]));
    expect(read === undefined, id).toBe(Object.keys(columns).length === 0);
  }
});

test('every number of every study is given, and each that is not known has its reason', () => {
  const full = makeFeatures(readingOf(running(130)));
  expect(full.absent).toEqual([]);
  expect(paths(full, (value) => value === null)).toEqual([]);
  expect(full.features).toMatchObject({
    event_rate: { events_per_sec: 1.8 },
    cumulative_delta: { base: 0, quote: 0, covered_sec: 130 },
    volume_profile: { poc: 100, vah: 100, val: 100, value_share: 1, covered_sec: 129 },
  });
  expect(featuresAnswer.safeParse(withoutProof(full)).error).toBeUndefined();

  const empty = makeFeatures(readingOf(stage()));
  const missing = paths(empty, (value) => value === null);
  expect(missing.length).toBe(paths(empty, () => true).length);
  expect(empty.absent.map(({ field }) => field)).toEqual(missing);
  expect(featuresAnswer.safeParse(withoutProof(empty)).error).toBeUndefined();
});

test('a market without trades names the stream that it lacks', () => {
  const reading = readingOf(running(20));
  const { trade: _none, ...streams } = reading.symbol.streams;
  const { features, absent } = makeFeatures({ ...reading, symbol: { ...reading.symbol, streams } });
  expect(features['cumulative_delta']).toEqual({ base: null, quote: null, covered_sec: null });
  expect(absent).toContainEqual({
    field: 'features.cumulative_delta.base',
    reason: 'this market has no trade stream',
    ready_at: null,
  });
});

test('a study of another version begins again, and gives no number until its window is whole', () => {
  const whole = readingOf(running(130));
  const others = Object.entries(whole.market.studies).map(([id, { state }]) => [id, { version: 0, state }]);
  const market = fromCheckpointedMarket({ ...toCheckpointedMarket(whole.market), studies: Object.fromEntries(others) });
  const reading = { ...whole, market };
  const { features, absent } = makeFeatures(reading);
  expect(features).toMatchObject({
    order_flow_imbalance: { ofi_60s: null },
    cumulative_delta: { base: null },
    health: { score: null },
  });
  const reasonOf = (field: string) => absent.find((absence) => absence.field === field)?.reason;
  expect(reasonOf('features.order_flow_imbalance.ofi_60s')).toBe('the book was not whole throughout');
  expect(reasonOf('features.event_rate.events_per_sec')).toBe('ten seconds of events are not there yet');
  expect(makeFlow(reading, [60]).windows[0]).toMatchObject({ complete: true, ofi: null });
});
