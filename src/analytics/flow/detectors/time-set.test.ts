import { describe, expect, test } from 'vitest';
import { applyLevels, createBook, loadSnapshot, touchOf } from '../../book/index.ts';
import { detectInPrint, detectInTime, detectInUpdate, newDetectors } from './detectors.ts';
import { takeEnded } from './spoofing.ts';
import { flowBetween } from './taker-flow.ts';
import type { TrackedWall } from './wall-tracker.ts';

const S = 1_000_000;
const WALL = 99.8;
const RULE = { minimum: 0 };
const markAt = (at: number) => ({ at, session: null, seq: null });

/** A book of 40 bids and asks of one unit each, watched for a minute up to `START`, so that a level of two or more is a wall. */
const START = 1_060 * S;

function watched() {
  const book = createBook();
  const side = (from: number, step: number) =>
    Float64Array.from(Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 1]).flat());
  loadSnapshot(book, side(100, -0.01), side(100.01, 0.01));
  const detectors = newDetectors('v:S');
  const touch = () => {
    const found = touchOf(book);
    if (found === null) throw new Error('no touch');
    return found;
  };
  const pass = (at: number) =>
    detectInTime(detectors, book, touch(), { mark: markAt(at), rule: RULE, trades: { since: 0, missing: [] } });
  /** An update at `at` on the exchange's clock. */
  const change = (at: number, price: number, size: number) => {
    const bids = Float64Array.from([price, size]);
    applyLevels(book, 'bid', bids);
    detectInUpdate(detectors, { book, touch: touch(), mark: markAt(at), rule: RULE }, { bids, asks: new Float64Array() });
  };
  const run = (from: number, to: number) => {
    for (let at = from; at <= to; at += S / 2) pass(at);
  };
  for (let at = START - 60 * S; at < START; at += S / 2) {
    pass(at);
    change(at, 99.7, 1 + ((at / S) % 1) / 10);
  }
  const walls = () => [...detectors.tracker.walls.bid.keys()];
  const withdrawn = () => detectors.spoof.record.count + detectors.spoof.leaving.length;
  return { detectors, book, pass, change, run, walls, withdrawn };
}

describe('where the time of a book was set', () => {
  test('a wall of before and after is neither judged nor recorded', () => {
    const on = watched();
    on.change(START, WALL, 9);
    expect(on.walls()).toEqual([WALL]);
    on.run(START, START + 3 * S);
    // Ten seconds back, so that its end is earlier than its birth.
    on.change(START - 7 * S, WALL, 0);
    on.run(START + 3 * S, START + 10 * S);
    expect([on.walls(), on.withdrawn(), on.detectors.findings.all]).toEqual([[], 0, []]);
  });

  test('a wall that stands on is registered again, without a known birth', () => {
    const on = watched();
    on.change(START, WALL, 9);
    on.run(START, START + 3 * S);
    on.change(START - 7 * S, 99.7, 1);
    on.run(START + 3 * S, START + 5 * S);
    expect(on.walls()).toEqual([WALL]);
    expect(on.detectors.tracker.walls.bid.get(WALL)?.seenBirth).toBe(false);
    on.change(START - 5 * S, WALL, 0);
    on.run(START + 5 * S, START + 10 * S);
    expect([on.walls(), on.withdrawn()]).toEqual([[], 0]);
  });

  test('forward, also when a step back is corrected, no life has the seconds that did not pass', () => {
    const on = watched();
    on.change(START, WALL, 9);
    on.run(START, START + S);
    on.change(START + 11 * S, WALL, 0);
    on.run(START + S, START + 6 * S);
    expect([on.walls(), on.withdrawn()]).toEqual([[], 0]);
  });

  test('trades of before are left out of what was traded around a withdrawal', () => {
    const on = watched();
    detectInPrint(on.detectors, on.book, { at: START - 7 * S, price: 100, size: 3, side: 'sell' }, markAt(START - 7 * S));
    on.change(START, 99.7, 1);
    on.change(START - 7 * S, 99.7, 1.5);
    expect(flowBetween(on.detectors.tracker.flow, 0, START)).toEqual({ bought: 0, sold: 0 });
    expect(on.detectors.tracker.flow.lastSell).toBeNull();
  });
});

test('a wall that is withdrawn by a message a little out of order lived for no time', () => {
  const on = watched();
  on.change(START, WALL, 9);
  on.change(START - S / 5, WALL, 0);
  on.run(START, START + 10 * S);
  expect(on.withdrawn()).toBe(1);
  expect(on.detectors.spoof.record.ends[0]).toBe(START);
});

test('updates that arrive together after a silence of the connection continue', () => {
  const on = watched();
  on.change(START, WALL, 9);
  on.run(START, START + 8 * S);
  for (let s = 1; s <= 6; s++) on.change(START + s * S, 99.7, 1 + (s % 2) / 10);
  on.change(START + 7 * S, WALL, 0);
  on.run(START + 8 * S, START + 16 * S);
  expect(on.withdrawn()).toBe(1);
});

test('a quiet book continues after a minute without an update', () => {
  const on = watched();
  on.change(START, WALL, 9);
  on.run(START, START + 60 * S);
  on.change(START + 60 * S, 99.7, 1.5);
  expect(on.detectors.tracker.walls.bid.get(WALL)?.seenBirth).toBe(true);
});

test('a wall whose end is earlier than its birth is dropped', () => {
  const { detectors } = watched();
  const standing = { mid: 100, spread: 0.1, bought: 0, sold: 0, sinceBuy: null, sinceSell: null, bid: 99.95, ask: 100.05 };
  const wall: TrackedWall = {
    ...{ traded: 0, cancelled: 10, decreases: [], prints: [], larger: 0, similar: 0, front: 5 },
    ...{ side: 'bid', price: WALL, usual: 1, size: 0, peak: 10, moves: 0, seenBirth: true },
    birth: markAt(START),
    since: markAt(START),
    start: standing,
    end: markAt(START - 6 * S),
    endStanding: standing,
  };
  const time = { mark: markAt(START + 10 * S), mid: 100 };
  expect(takeEnded(detectors.spoof, detectors.tracker, [wall], time)).toEqual([]);
  const gone = takeEnded(detectors.spoof, detectors.tracker, [{ ...wall, end: markAt(START + 6 * S) }], time);
  expect(gone.map(({ withdrawal }) => withdrawal.lifeSeconds)).toEqual([6]);
});
