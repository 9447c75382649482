import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { BUDGET_SPENT, createWorkBudget, parseReceipt, type LogPoint, type WorkBudget } from '../../src/core/index.ts';
import { listSegments, type SegmentFile } from '../../src/runtime/raw-log/index.ts';
import { createLogEvidence, type LogEvidence } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun } from './testing/logged-run.ts';

let directory: string;
let evidence: LogEvidence;
let segments: readonly SegmentFile[];
let points: readonly LogPoint[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-budget-'));
  const { asked } = await logRun({
    directory,
    venues: ['binance-spot', 'kraken-spot'],
    seconds: 12,
    seed: 5,
    log: { segmentBytes: 400_000 },
    askEveryMs: 250,
  });
  evidence = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
  segments = await listSegments(directory);
  points = asked.flatMap(({ answer }) => {
    const cited = parseReceipt(String(answer['receipt']))?.evidence;
    return cited?.kind === 'log' ? cited.points : [];
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A budget that records its use. */
function counted(narrow: number, wide = narrow): WorkBudget & { readonly taken: () => number } {
  const budget = createWorkBudget({ narrow: { units: narrow, ms: 1 }, wide: { units: wide, ms: 1 }, usedMs: () => 0 });
  let taken = 0;
  return {
    ...budget,
    spend: (units) => {
      taken += units;
      return budget.spend(units);
    },
    taken: () => taken,
  };
}

const holder = ({ seq }: LogPoint) => segments.findLastIndex(({ header }) => (header?.firstSeq ?? 0) <= seq);
const inSegment = (index: number) => points.filter((point) => holder(point) === index);

async function visit(asked: readonly LogPoint[], budget: WorkBudget) {
  const seen: LogPoint[] = [];
  const missed = await evidence.visit(asked, async (point) => void seen.push(point), { budget });
  return { seen, missed };
}

test('with enough of a budget every point is reached, and one input is one unit', async () => {
  expect(segments.length).toBeGreaterThanOrEqual(4);
  const one = inSegment(0);
  const budget = counted(1_000_000);
  const { seen, missed } = await visit(one, budget);
  expect(seen.length).toBe(one.length);
  expect(missed.size).toBe(0);
  const inputs = Math.max(...one.map(({ seq }) => seq));
  expect(budget.taken()).toBeGreaterThan(inputs * 0.8);
  expect(budget.taken()).toBeLessThanOrEqual(inputs + one.length * 40);
});

test('points beyond the budget are named, the cheapest are reached, and the budget is never exceeded', async () => {
  const budget = counted(5_000);
  const { seen, missed } = await visit(points, budget);
  expect(seen.length).toBeGreaterThan(0);
  expect(missed.size).toBe(points.length - seen.length);
  expect(missed.size).toBeGreaterThan(0);
  expect(new Set(missed.values())).toEqual(new Set([BUDGET_SPENT]));
  expect(budget.taken()).toBeLessThanOrEqual(5_000);
});

test('work that cannot be finished is not started', async () => {
  const last = inSegment(2).slice(-1);
  const budget = counted(200);
  expect((await visit(last, budget)).missed.get(last[0] as LogPoint)).toBe(BUDGET_SPENT);
  expect(budget.taken()).toBe(0);
});

test('a few points of one segment get the large budget; many points, or points of two segments, the small one', async () => {
  expect((await visit(inSegment(1).slice(0, 6), counted(10, 1_000_000))).seen).toEqual([]);
  const [second, third] = [inSegment(1).slice(-1), inSegment(2).slice(-1)];
  expect((await visit(second, counted(10, 1_000_000))).seen).toEqual(second);
  expect((await visit([...second, ...third], counted(10, 1_000_000))).seen).toEqual([]);
});

test('an exceeded time limit stops a replay in the middle', async () => {
  let used = 0;
  const allowance = { units: 1_000_000, ms: 20 };
  const budget = createWorkBudget({ narrow: allowance, wide: allowance, usedMs: () => used++ });
  const { seen, missed } = await visit(inSegment(1), budget);
  expect(missed.size).toBeGreaterThan(0);
  expect(seen.length + missed.size).toBe(inSegment(1).length);
  expect(new Set(missed.values())).toEqual(new Set([BUDGET_SPENT]));
});

test('a disconnected caller ends a replay before its next input', async () => {
  const ending = new AbortController();
  const budget = counted(1_000_000);
  const all = points.toSorted((a, b) => a.session - b.session || a.seq - b.seq);
  let after = 0;
  const watched: WorkBudget = {
    ...budget,
    spend(units) {
      if (ending.signal.aborted) after += units;
      return budget.spend(units);
    },
  };
  const look = async () => ending.abort(new Error('gone'));
  await expect(evidence.visit(all, look, { budget: watched, signal: ending.signal })).rejects.toThrow('gone');
  expect(after).toBe(0);
  const [from] = segments;
  if (from?.header == null) throw new Error('no segment');
  const range = { session: from.session, fromSeq: 1, toSeq: 900 };
  await expect(evidence.steps(range, () => {}, { signal: ending.signal })).rejects.toThrow('gone');
  await expect(evidence.trail(all.at(-1) as LogPoint, 0, async () => {}, { signal: ending.signal })).rejects.toThrow('gone');
});

test('steps and a trail beyond the budget are not started', async () => {
  const budget = counted(100);
  const range = { session: points[0]?.session ?? 0, fromSeq: 1, toSeq: 900 };
  expect(await evidence.steps(range, () => {}, { budget })).toBe(BUDGET_SPENT);
  expect(await evidence.trail(points.at(-1) as LogPoint, 0, async () => {}, { budget })).toBe(BUDGET_SPENT);
  expect(budget.taken()).toBe(0);
});

test('thousands of receipts of unknown sessions cost one listing of the log', async () => {
  const strangers = Array.from({ length: 2_000 }, (_, i) => ({ log: null, session: 500_000 + i, seq: 10, afterUs: 0 }));
  const budget = counted(0);
  const { missed } = await visit(strangers, budget);
  expect(new Set(missed.values())).toEqual(
    new Set(['the raw log does not have that time: it was pruned, or this is another log']),
  );
  let flushed = 0;
  const counting = createLogEvidence({
    directory,
    venues,
    source: 'recorded',
    settings: readConfig({}),
    flush: async () => void flushed++,
  });
  await counting.visit(strangers, async () => {});
  expect(flushed).toBe(1);
});
