import { beforeAll, expect, test } from 'vitest';
import { SOURCES, type Source } from '../../src/core/index.ts';
import { createStreamAnalysis } from '../../src/services/market/bus/stream-analysis.ts';
import { createMirror } from '../../src/services/market/bus/mirror.ts';
import { venues } from '../../src/venues/index.ts';
import { SETTINGS, simulatedRun, type SimulatedRun } from './testing/simulated-run.ts';

let run: SimulatedRun;
beforeAll(() => {
  run = simulatedRun({ venue: 'binance-spot', seconds: 12, seed: 3, symbols: ['BTCUSDT'] });
}, 60_000);

/** Messages of one owner of a stream, as entries of the bus. */
function entries(source: Source, epoch: number, from = 0) {
  let n = 0;
  return run.published.slice(from).flatMap((group) =>
    group.map(({ body, offset, log }, i) => ({
      id: `${epoch}-${++n}`,
      data: JSON.stringify({ ...body, source, bus: { epoch, n, rest: group.length - 1 - i, offset_us: offset, log } }),
    })),
  );
}

const newAnalysis = () => createStreamAnalysis({ venues, settings: SETTINGS, check: () => [], now: () => run.engine.state.now });
const sourcesOf = (outcome: ReturnType<ReturnType<typeof newAnalysis>['take']>): unknown[] =>
  [...outcome.reports.values()].flatMap(({ report, market }) =>
    [report, market].map((text) => (JSON.parse(text) as { source: unknown }).source),
  );

test.each(SOURCES)('reports of a stream of %s data are labelled, and a message of another source is set aside', (source) => {
  const analysis = newAnalysis();
  const first = analysis.take(entries(source, 5));
  expect(new Set(sourcesOf(first))).toEqual(new Set([source]));
  for (const other of SOURCES.filter((one) => one !== source)) {
    const before = analysis.checkpoint();
    const outcome = analysis.take(entries(other, 5).slice(0, 40));
    expect(outcome.bad).toHaveLength(40);
    for (const { reason } of outcome.bad) expect(reason).toContain('TF_BUS_SOURCE_OTHER');
    expect(outcome.reports.size).toBe(0);
    expect(analysis.checkpoint()).toBe(before);
  }
});

test('a later owner of another source starts from nothing: its reports contain no data of the former, also from a checkpoint', () => {
  const former = newAnalysis();
  former.take(entries('simulated', 5));
  const resumed = newAnalysis();
  resumed.resume(former.checkpoint());
  for (const analysis of [former, resumed]) {
    const alone = newAnalysis();
    const late = Math.floor(run.published.length / 2);
    const own = entries('live', 6, late);
    const outcome = analysis.take(own);
    expect(new Set(sourcesOf(outcome))).toEqual(new Set(['live']));
    expect([...outcome.reports.values()].map(({ report }) => report)).toEqual(
      [...alone.take(own).reports.values()].map(({ report }) => report),
    );
  }
});

test('a mirror refuses a message of another source by code, and its state is unchanged', () => {
  const mirror = createMirror({ venues, settings: SETTINGS });
  const messages = (source: Source) =>
    entries(source, 5).map(({ data }) => JSON.parse(data) as Parameters<typeof mirror.take>[0]);
  for (const message of messages('live')) mirror.take(message);
  const before = mirror.checkpoint();
  expect(() => mirror.take(messages('simulated')[0] as never)).toThrow(expect.objectContaining({ code: 'TF_BUS_SOURCE_OTHER' }));
  expect(mirror.checkpoint()).toBe(before);
});
