import { expect, test } from 'vitest';
import { createBook, loadSnapshot, touchOf, type OrderBook } from '../../book/index.ts';
import { detectInPrint, detectInTime, newDetectors, resetBook } from './detectors.ts';
import { newFindings, addFinding } from './findings.ts';
import { judgeCrash, newCrashWatch, observeCrash, takeCrashPrint } from './flash-crash.ts';
import { newIcebergWatch, passIcebergTime } from './iceberg.ts';
import { judgeWalls, newSpoofWatch, takeEnded } from './spoofing.ts';
import { newWallTracker, type TrackedWall } from './wall-tracker.ts';

const S = 1_000_000;
/** Every trade is known. */
const WHOLE = { since: 0, missing: [] };
const markAt = (at: number) => ({ at, session: null, seq: null });

function bookAround(mid: number): OrderBook {
  const book = createBook();
  const side = (from: number, step: number) =>
    Float64Array.from(Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 5]).flat());
  loadSnapshot(book, side(mid - 0.05, -0.01), side(mid + 0.05, 0.01));
  return book;
}

function watched() {
  const watch = newCrashWatch();
  const findings = newFindings('v:S');
  const see = (at: number, mid: number) => {
    const book = bookAround(mid);
    const touch = touchOf(book);
    if (touch === null) throw new Error('no touch');
    return observeCrash(watch, findings, { book, touch, mark: markAt(at), trades: WHOLE }).input;
  };
  return { watch, findings, see };
}

test('after a gap, a fall over ten seconds is unknown for ten seconds, and flow and VPIN start again', () => {
  const { watch, see } = watched();
  let last = see(0, 100);
  for (let s = 1; s <= 400; s++) {
    takeCrashPrint(watch, { at: s * S, price: 100, size: 1 + (s % 7), side: s % 3 === 0 ? 'buy' : 'sell' });
    last = see(s * S, 100 + (s % 4) / 50);
  }
  expect(last.fall).not.toBeNull();
  expect(last.flowZ).not.toBeNull();
  const size = watch.vpin.current?.bucketVolume;
  expect(watch.vpin.current?.imbalances.length).toBeGreaterThan(0);
  // A minute without a book; 10,000 are sold, and the price falls by a tenth.
  watch.lost = true;
  takeCrashPrint(watch, { at: 430 * S, price: 95, size: 10_000, side: 'sell' });
  const first = see(460 * S, 90);
  expect([first.fall, first.flowZ]).toEqual([null, null]);
  expect(watch.vpin.current).toMatchObject({ bucketVolume: size, buy: 0, sell: 0, imbalances: [] });
  for (let s = 461; s < 470; s++) expect(see(s * S, 90).fall).toBeNull();
  const known = see(470 * S, 90);
  expect(known.fall).toBeCloseTo(0, 9);
  expect(Math.abs(known.flowZ ?? Number.NaN)).toBeLessThan(4);
});

test.each([3, 8, 45])(
  'a book that is silent for %i s without being lost keeps its mid, so the fall after it is known',
  (silent) => {
    const { watch, see } = watched();
    for (let s = 0; s <= 400; s++) {
      takeCrashPrint(watch, { at: s * S, price: 100, size: 1 + (s % 7), side: s % 3 === 0 ? 'buy' : 'sell' });
      see(s * S, 100 + (s % 4) / 50);
    }
    const vpin = watch.vpin.current;
    const before = watch.mids.at(-1);
    const { fall, flowZ } = see((400 + silent) * S, 99);
    expect([fall !== null, flowZ !== null]).toEqual([true, true]);
    expect(fall).toBeGreaterThan(5);
    expect(watch.mids.slice(-silent - 1)).toEqual([...Array.from({ length: Math.min(10, silent) }, () => before), 99]);
    expect(watch.seconds.slice(-Math.min(10, silent))).toEqual(Array.from({ length: Math.min(10, silent) }, () => 0));
    expect(watch.vpin.current).toBe(vpin);
  },
);

/** Judges a second of a complete book with this mid as risky. */
function risky({ watch, findings, see }: ReturnType<typeof watched>, at: number, mid: number): void {
  see(at, mid);
  const parts = { depth: 0.8, spread: 0.8, vpin: 0.8, flow: 0.8, liquidations: null };
  const input = { depth: 0.1, spread: 16, fall: 9, vpinCdf: 0.97, flowZ: -4, liquidations: null };
  judgeCrash(watch, findings, { input, parts, near: 0.1, trades: WHOLE }, markAt(at), mid);
}

test('the fall of a risk after a gap does not begin before it', () => {
  const on = watched();
  risky(on, 0, 150);
  risky(on, S, 149.9);
  // Ten minutes without a book.
  on.watch.lost = true;
  risky(on, 601 * S, 100);
  risky(on, 602 * S, 99.9);
  expect(on.findings.all).toEqual([]);
  risky(on, 603 * S, 99.8);
  expect(on.findings.all).toHaveLength(1);
  expect(on.findings.all[0]).toMatchObject({ onset: 601 * S, seen: { fall_from: 100, fall_to: 99.8, fall_s: 2 } });
  expect(on.findings.all[0]?.note).toContain('mid fell from 100 to 99.8 (-0.200 %) in 2 s');
});

test('a reported risk ends with its last second before a gap, and one after the gap is another with its own fall', () => {
  const on = watched();
  for (const [s, mid] of [150, 148, 146, 144].entries()) risky(on, s * S, mid);
  const [before] = on.findings.all;
  expect(before).toMatchObject({ end: null, seen: { fall_from: 150, fall_to: 144 } });
  const note = before?.note;
  on.watch.lost = true;
  risky(on, 603 * S, 100);
  expect(before).toMatchObject({ end: 3 * S, last: 3 * S, note, seen: { fall_from: 150, fall_to: 144, fall_s: 3 } });
  risky(on, 604 * S, 99);
  expect(on.findings.all).toHaveLength(1);
  risky(on, 605 * S, 98);
  expect(on.findings.all).toHaveLength(2);
  expect(on.findings.all[1]).toMatchObject({ onset: 603 * S, end: null, seen: { fall_from: 100, fall_to: 98, fall_s: 2 } });
});

test('a second without a score is no calm second, so it does not end a reported risk', () => {
  const { watch, findings } = watched();
  const given = {
    kind: 'flash_crash_risk',
    side: 'bid',
    price: null,
    severity: 'high',
    score: 0.9,
    parts: {},
    seen: {},
  } as const;
  const open = addFinding(findings, { ...given, note: '', onset: 0, from: markAt(0), to: markAt(0), mid: 100 }, 0);
  const input = { depth: null, spread: null, fall: null, vpinCdf: null, flowZ: null, liquidations: null };
  const judge = (spread: number | null, from: number) => {
    for (let s = from; s < from + 40; s++) {
      const parts = { depth: null, spread, vpin: null, flow: spread, liquidations: null };
      judgeCrash(watch, findings, { input, parts, near: null, trades: WHOLE }, markAt(s * S), 100);
    }
  };
  judge(null, 1);
  expect(open.end).toBeNull();
  judge(0, 41);
  expect(open.end).toBe(0);
});

test('time without a book is no part of the usual flow, nor of the hours of the records', () => {
  const detectors = newDetectors('v:S');
  const book = bookAround(100);
  const pass = (at: number, whole: boolean) =>
    detectInTime(detectors, whole ? book : null, whole ? touchOf(book) : null, {
      mark: markAt(at),
      rule: { minimum: 0 },
      trades: WHOLE,
    });
  const buy = (at: number) => detectInPrint(detectors, book, { at, price: 100.05, size: 2, side: 'buy' }, markAt(at));
  for (let s = 0; s <= 60; s++) {
    buy(s * S);
    pass(s * S, true);
  }
  const { usual } = detectors.tracker.flow;
  expect(usual.bought).toBeCloseTo(2, 9);
  detectors.iceberg.record.since = 0;
  detectors.spoof.record.since = 10 * S;
  resetBook(detectors, book.known, 60 * S);
  expect(detectors.tracker.flow.lastBuy).toBeNull();
  for (let s = 61; s <= 90; s++) pass(s * S, false);
  // No second passes for a minute, as after a restart.
  buy(150 * S);
  pass(150 * S, true);
  expect(detectors.tracker.flow.usual).toEqual(usual);
  expect([detectors.iceberg.record.since, detectors.spoof.record.since]).toEqual([90 * S, 100 * S]);
  expect(detectors.spoof.record.unwatched).toEqual([60 * S, 150 * S]);
});

test('silent time of a book that was not lost is part of the usual flow and of the hours of the records', () => {
  const detectors = newDetectors('v:S');
  const book = bookAround(100);
  const pass = (at: number) =>
    detectInTime(detectors, book, touchOf(book), { mark: markAt(at), rule: { minimum: 0 }, trades: WHOLE });
  const buy = (at: number) => detectInPrint(detectors, book, { at, price: 100.05, size: 2, side: 'buy' }, markAt(at));
  for (let s = 0; s < 60; s++) {
    buy(s * S);
    pass(s * S);
  }
  detectors.iceberg.record.since = 0;
  detectors.spoof.record.since = 0;
  buy(119 * S);
  pass(119 * S);
  // 61 trades of 2 in 120 seconds.
  expect(detectors.tracker.flow.usual.bought).toBeCloseTo(122 / 120, 9);
  expect(detectors.tracker.flow.usual.buys).toBeCloseTo(61 / 120, 9);
  expect([detectors.iceberg.record.since, detectors.spoof.record.since]).toEqual([0, 0]);
  expect(detectors.spoof.record.unwatched).toEqual([]);
  expect(detectors.crash.mids).toHaveLength(11);
  resetBook(detectors, book.known, 120 * S);
  pass(140 * S);
  expect(detectors.crash.mids).toHaveLength(1);
  expect([detectors.iceberg.record.since, detectors.spoof.record.since]).toEqual([21 * S, 21 * S]);
  expect(detectors.spoof.record.unwatched).toEqual([119 * S, 140 * S]);
});

test('the volume of the last minute is of the last 60 seconds, also if some were skipped', () => {
  const watch = newIcebergWatch();
  const findings = newFindings('v:S');
  for (let s = 1; s <= 60; s++) {
    watch.volume.bid = 1;
    passIcebergTime(watch, findings, s * S);
  }
  const inAMinute = () => watch.volumes.bid.reduce((sum, volume) => sum + volume, 0);
  expect(inAMinute()).toBe(60);
  passIcebergTime(watch, findings, 100 * S, 40 * S);
  expect(inAMinute()).toBe(20);
  expect(watch.volumes.bid).toHaveLength(60);
});

test('a withdrawal waits until the spread and the mid are known, and is then recorded', () => {
  const tracker = newWallTracker();
  const watch = newSpoofWatch();
  const standing = { mid: 100, spread: 0.1, bought: 0, sold: 0, sinceBuy: null, sinceSell: null, bid: 99.95, ask: 100.05 };
  const wall: TrackedWall = {
    ...{ traded: 0, cancelled: 10, decreases: [], prints: [], larger: 0, similar: 0, front: 5 },
    ...{ side: 'bid', price: 99.9, usual: 1, size: 0, peak: 10, moves: 0, seenBirth: true },
    birth: markAt(100 * S),
    since: markAt(100 * S),
    start: standing,
    end: markAt(103 * S),
    endStanding: standing,
  };
  expect(takeEnded(watch, tracker, [wall], { mark: markAt(104 * S), mid: 100 })).toEqual([]);
  tracker.spread = null;
  expect(takeEnded(watch, tracker, [], { mark: markAt(106 * S), mid: 100 })).toEqual([]);
  tracker.spread = Math.log(0.1);
  expect(takeEnded(watch, tracker, [], { mark: markAt(107 * S), mid: null })).toEqual([]);
  expect(watch.record.count).toBe(0);
  expect(takeEnded(watch, tracker, [], { mark: markAt(108 * S), mid: 100 })).toHaveLength(1);
  expect([watch.record.count, watch.leaving.length]).toEqual([1, 0]);
});

test('a finding before the first trade since the book was replaced says so', () => {
  const tracker = newWallTracker();
  const watch = newSpoofWatch();
  const findings = newFindings('v:S');
  tracker.spread = Math.log(0.1);
  watch.record.since = 0;
  const standing = { mid: 100, spread: 0.1, bought: 0, sold: 0, sinceBuy: null, sinceSell: null, bid: 99.95, ask: 100.05 };
  const walls = [99.7, 99.6, 99.5, 99.4, 99.3, 99.2, 99.1, 99].map((price): TrackedWall => ({
    ...{ traded: 0, cancelled: 40, decreases: [], prints: [], larger: 0, similar: 7, front: 3 },
    ...{ side: 'bid', price, usual: 1, size: 0, peak: 40, moves: 0, seenBirth: true },
    birth: markAt(1_000 * S),
    since: markAt(1_000 * S),
    start: standing,
    end: markAt(1_001 * S),
    endStanding: standing,
  }));
  judgeWalls(watch, tracker, findings, walls, { mark: markAt(1_004 * S), mid: 100 });
  const [found] = findings.all;
  expect(found?.parts).toMatchObject({ gapOpposite: null, gapSame: null });
  expect(found?.note).toContain(
    'No such trade is known since the book was replaced, so these parts have no weight: opposite, pull, pullOpposite, gapOpposite, gapSame.',
  );
});
