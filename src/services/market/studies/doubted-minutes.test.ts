import { expect, test } from 'vitest';
import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { findMinutes, settleMinutes } from './doubted-minutes.ts';
import { pushRow, type Interruption, type Interruptions } from './interruption.ts';

/** Noon plus some minutes on the venue's clock. Ours is 2 s ahead. */
const minute = (count: number): Micros => Date.UTC(2026, 0, 15, 12, count) * 1_000;
const OFFSET = 2 * US_PER_SECOND;
const ours = (count: number, seconds = 0): Micros => minute(count) + OFFSET + seconds * US_PER_SECOND;

const doubtsOf = (starts: readonly Micros[]) =>
  starts.map((from) => ({ from, to: from + US_PER_MINUTE - 1, reason: 'volumes differ' }));

const none = { range: null, counted: false, minutes: null, came: 0, left: 0 };

/** A stream that begins to be in doubt, as its event says. */
function notice(state: Interruptions, now: Micros, reason = 'volumes differ'): void {
  pushRow(state, { stream: 'trade', state: 'gap', reason, from: now, noticed: now, to: null, running: true, ...none });
}

function pass(state: Interruptions, now: Micros, ...doubted: readonly Micros[]): void {
  const doubts = doubtsOf(doubted);
  for (const row of state.rows) settleMinutes(row, doubts, now);
  findMinutes(state, doubts, now, OFFSET);
}

/** As the stream's event says; the doubts show with the next pass. */
function inOrder({ rows }: Interruptions, now: Micros): void {
  for (const row of rows)
    if (row.running) Object.assign(row, { running: false, to: row.to ?? Math.min(now, row.minutes?.until ?? now) });
}

const empty = (): Interruptions => ({ since: 0, started: ['trade'], rows: [], older: {}, bookAt: null, countedTo: null });
const spans = ({ rows }: Interruptions) => rows.map(({ from, to, noticed }: Interruption) => [from, to, noticed]);

/** Minute 1 in doubt from its 43rd second, and decided two seconds later. */
function decided(): Interruptions {
  const state = empty();
  notice(state, ours(1, 43));
  pass(state, ours(1, 43), minute(1));
  inOrder(state, ours(1, 45));
  pass(state, ours(1, 45.1));
  return state;
}

test('a gap begins with the minute in doubt, by our clock, and says when it was noticed', () => {
  expect(spans(decided())).toEqual([[ours(1), ours(1, 45), ours(1, 43)]]);
  expect(decided().rows).toMatchObject([{ running: false, left: 0 }]);
});

test('a minute doubted again is the same gap, even if the book lost updates at that time', () => {
  const state = decided();
  notice(state, ours(1, 50));
  pass(state, ours(1, 50), minute(1));
  expect(spans(state)).toEqual([[ours(1), null, ours(1, 43)]]);
  inOrder(state, ours(1, 51));
  pass(state, ours(1, 51.1));
  notice(state, ours(1, 55), 'the book lost updates');
  pass(state, ours(1, 56), minute(1));
  expect(spans(state)).toEqual([
    [ours(1), null, ours(1, 43)],
    [ours(1, 55), null, ours(1, 55)],
  ]);
});

test('a loss over the end of a minute is one gap, and a loss in the next minute another one', () => {
  const over = empty();
  notice(over, ours(1, 43));
  pass(over, ours(1, 43), minute(1));
  inOrder(over, ours(2, 1));
  pass(over, ours(2, 1.1));
  expect(spans(over)).toEqual([[ours(1), ours(2), ours(1, 43)]]);
  notice(over, ours(2, 4));
  pass(over, ours(2, 4), minute(2));
  inOrder(over, ours(2, 5));
  expect(spans(over)).toEqual([[ours(1), ours(2, 5), ours(1, 43)]]);
  const apart = decided();
  notice(apart, ours(2, 30));
  pass(apart, ours(2, 30), minute(2));
  expect(spans(apart)).toEqual([
    [ours(1), ours(1, 45), ours(1, 43)],
    [ours(2), null, ours(2, 30)],
  ]);
});

test('a minute that no page decides is a gap until its end', () => {
  const state = empty();
  notice(state, ours(1, 43));
  pass(state, ours(1, 43), minute(1));
  inOrder(state, ours(1, 45));
  pass(state, ours(1, 45.1), minute(1));
  expect(state.rows).toMatchObject([{ running: false, to: null, left: 1 }]);
  pass(state, ours(5), minute(1));
  expect(state.rows).toMatchObject([{ to: ours(2), left: 1 }]);
  pass(state, ours(6));
  expect(state.rows).toMatchObject([{ to: ours(2), left: 0 }]);
});

test('a lost book becomes the gap of a minute found in doubt meanwhile, but not of one that has been for long', () => {
  const state = empty();
  notice(state, ours(3, 10), 'the book lost updates');
  pass(state, ours(3, 11), minute(3));
  expect(spans(state)).toEqual([[ours(3), null, ours(3, 10)]]);
  const later = empty();
  notice(later, ours(9, 10), 'the book lost updates');
  pass(later, ours(9, 11), minute(3));
  expect(spans(later)).toEqual([[ours(9, 10), null, ours(9, 10)]]);
});

test('a row with a range of trades keeps it, and the minute gets a row of its own that ends with it', () => {
  const state = empty();
  notice(state, ours(3, 10), 'trades may be missing');
  Object.assign(state.rows[0] as Interruption, { range: { from: 5, to: 8 } });
  pass(state, ours(3, 11), minute(3));
  pass(state, ours(3, 11.1), minute(3));
  expect(spans(state)).toEqual([
    [ours(3, 10), null, ours(3, 10)],
    [ours(3), null, ours(3, 11)],
  ]);
  inOrder(state, ours(3, 12));
  expect(state.rows.map(({ to }) => to)).toEqual([ours(3, 12), ours(3, 12)]);
});
