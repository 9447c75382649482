import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../testing/scale.ts';
import { fromRfc3339, seededRandom } from '../../src/core/index.ts';
import type { BusEntry } from '../../src/runtime/bus/index.ts';
import { createStreamAnalysis, type StreamAnalysis, type StreamOutcome } from '../../src/services/market/bus/stream-analysis.ts';
import type { MarketReport } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { entriesOf } from './testing/entries.ts';
import { reportKey, RUN_START, SETTINGS, simulatedRun } from './testing/simulated-run.ts';

const { published, reports } = simulatedRun({ venue: 'binance-spot', seconds: 25, seed: 21, faults: 'drop:0.002,close@9s' });
const ENTRIES = entriesOf(published);

const newAnalysis = (): StreamAnalysis =>
  createStreamAnalysis({ venues, settings: SETTINGS, check: () => [], now: () => RUN_START });

/** Faults in the order of messages; each occurs with its probability. */
interface Faults {
  readonly seed: number;
  /** Delivered twice, the second time later. */
  readonly duplicates: number;
  /** Delivered after some later messages. */
  readonly late: number;
  /** The reader dies. Its successor starts from the last stored state and gets all unacknowledged messages again. */
  readonly deaths: number;
}

interface Outcome {
  readonly reports: ReadonlyMap<string, string>;
  readonly duplicates: number;
  readonly lost: number;
  readonly deaths: number;
}

const LATE_MOST = 12;

/** The entries in a changed order, each at least once. */
function disturbed({ seed, duplicates, late }: Faults): BusEntry[] {
  const random = seededRandom(seed);
  const placed = ENTRIES.flatMap((entry, i) => {
    const at = random() < late ? i + random() * LATE_MOST : i;
    return random() < duplicates
      ? [
          { entry, at },
          { entry, at: i + random() * 200 },
        ]
      : [{ entry, at }];
  });
  return placed.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry);
}

function readAll(faults: Faults): Outcome {
  const random = seededRandom(faults.seed + 1);
  const made = new Map<string, string>();
  const total = { duplicates: 0, lost: 0, deaths: 0 };
  let analysis = newAnalysis();
  let stored: string | null = null;
  let unacknowledged: BusEntry[] = [];
  let done = new Set<string>();
  const keep = (outcome: StreamOutcome): void => {
    for (const [id, { at, report }] of outcome.reports) made.set(reportKey(id, at), report);
    total.duplicates += outcome.duplicates;
    total.lost += outcome.lost;
    for (const id of outcome.done) done.add(id);
  };
  for (const entry of disturbed(faults)) {
    unacknowledged.push(entry);
    keep(analysis.take([entry]));
    if (random() < 0.001) {
      stored = analysis.checkpoint();
      // Held messages are not in the stored state, so they stay unacknowledged.
      unacknowledged = unacknowledged.filter(({ id }) => !done.has(id));
      done = new Set();
    } else if (random() < faults.deaths) {
      total.deaths++;
      analysis = newAnalysis();
      if (stored !== null) analysis.resume(stored);
      keep(analysis.take(unacknowledged));
    }
  }
  return { reports: made, ...total };
}

const CLEAN = readAll({ seed: 1, duplicates: 0, late: 0, deaths: 0 });

test('without faults, the bus gives a report of each instrument four times a second, equal to that of the feed', () => {
  expect(CLEAN.reports.size).toBeGreaterThan(2 * 4 * 24);
  for (const [key, text] of CLEAN.reports) expect(text).toBe(reports.get(key));
});

test('duplicated, late and re-delivered messages, and dead readers, leave reports at equal event time byte-identical', () => {
  const faults = fc.record({
    seed: fc.nat(),
    duplicates: fc.constantFrom(0, 0.05, 0.5),
    late: fc.constantFrom(0, 0.02, 0.3),
    deaths: fc.constantFrom(0, 0.001),
  });
  let deaths = 0;
  fc.assert(
    fc.property(faults, (one) => {
      const disturbedRun = readAll(one);
      for (const [key, text] of disturbedRun.reports) expect(text).toBe(reports.get(key));
      expect(disturbedRun.lost).toBe(0);
      // Every time has a report, except times that passed at once after a late message.
      expect(disturbedRun.reports.size).toBeGreaterThan(CLEAN.reports.size * 0.6);
      if (one.late === 0) expect([...CLEAN.reports.keys()].filter((key) => !disturbedRun.reports.has(key))).toEqual([]);
      if (one.duplicates > 0) expect(disturbedRun.duplicates).toBeGreaterThan(0);
      deaths += disturbedRun.deaths;
    }),
    { numRuns: runs(2), examples: [[{ seed: 12, duplicates: 0.5, late: 0.3, deaths: 0.001 }]] },
  );
  expect(deaths).toBeGreaterThan(0);
});

describe('a message that never comes', () => {
  /** All entries except the `n`th message of a type after `from` entries. */
  const without = (type: string, from: number): { kept: BusEntry[]; at: number } => {
    const at = ENTRIES.findIndex(({ data }, i) => i >= from && data?.includes(`"type":"${type}"`) === true);
    return { kept: ENTRIES.filter((_, i) => i !== at), at };
  };
  const last = (made: ReadonlyMap<string, string>, id: string): MarketReport[] =>
    [...made].filter(([key]) => key.startsWith(id)).map(([, text]) => JSON.parse(text) as MarketReport);

  test('makes the book absent, with a reason, until the next whole one; afterwards everything is correct', () => {
    const { kept } = without('order_book_deltas', Math.floor(ENTRIES.length / 2));
    const analysis = newAnalysis();
    const made = new Map<string, string>();
    const interruptions: string[] = [];
    for (const entry of kept) {
      const outcome = analysis.take([entry]);
      interruptions.push(...outcome.interruptions);
      for (const [id, { at, report }] of outcome.reports) made.set(reportKey(id, at), report);
    }
    expect(interruptions).toHaveLength(1);
    expect(interruptions[0]).toMatch(/^messages \d+ to \d+ of the bus are lost$/);
    const all = last(made, 'binance-spot:BTCUSDT');
    const blind = all.filter(({ mid_price }) => mid_price === null);
    expect(blind.length).toBeGreaterThan(0);
    const reasons = blind.map(({ absent }) => absent.find(({ field }) => field.includes('mid_price'))?.reason ?? '');
    expect(reasons.some((reason) => /of the bus are lost|next whole book on the bus/.test(reason))).toBe(true);
    // Afterwards: the touch and the depth of the process of the feed.
    const end = all.at(-1) as MarketReport;
    const text = reports.get(reportKey('binance-spot:BTCUSDT', fromRfc3339(end.generated_at) ?? 0));
    const reference = JSON.parse(text ?? 'null') as MarketReport | null;
    expect(end.mid_price).not.toBeNull();
    expect(end.depth).toEqual(reference?.depth);
  });

  test('a trade that is lost on the bus leaves a gap that is reported', () => {
    const from = Math.floor(ENTRIES.length / 2);
    const at = ENTRIES.findIndex(
      ({ data }, i) => i >= from && data?.includes('"type":"trade_tick"') === true && data.includes('"via":"stream"'),
    );
    const symbol = (JSON.parse(ENTRIES[at]?.data ?? '{}') as { symbol: string }).symbol;
    const analysis = newAnalysis();
    let reasons: string | undefined;
    for (const entry of ENTRIES.filter((_, i) => i !== at))
      for (const [id, { report }] of analysis.take([entry]).reports)
        if (id.endsWith(symbol))
          reasons = (JSON.parse(report) as MarketReport).absent.find(({ field }) => field === 'flow.net_flow')?.reason;
    expect(reasons).toContain('missing');
  });
});

test('an invalid message is set aside, and the stream continues', () => {
  const analysis = newAnalysis();
  const bad: BusEntry[] = [
    { id: '0-1', data: null },
    { id: '0-2', data: '{' },
    { id: '0-3', data: '{"type":"trade_tick"}' },
    { id: '0-4', data: (ENTRIES[0]?.data ?? '').replace('binance-spot', 'nowhere') },
    { id: '0-5', data: (ENTRIES[0]?.data ?? '').replace(/,"bus":.*$/, '}') },
  ];
  const outcome = analysis.take([...bad, ...ENTRIES.slice(0, 500)]);
  expect(outcome.bad.map(({ entry, reason }) => [entry.id, reason.split(':')[0]])).toEqual([
    ['0-1', 'bad_json'],
    ['0-2', 'bad_json'],
    ['0-3', 'bad_message'],
    ['0-4', 'unknown_venue'],
    ['0-5', 'bad_message'],
  ]);
  expect(outcome.processed).toBe(500);
  expect(outcome.lost).toBe(0);
});
