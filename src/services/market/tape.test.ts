import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import {
  addTrade,
  firstTrade,
  heldSince,
  lastTrade,
  lastTradeBefore,
  newTape,
  pruneTape,
  restartsIds,
  tapeLength,
  tradesBefore,
  tradesSince,
} from './tape.ts';
import { fromCheckpointedTape } from './checkpointed-tape.ts';
import { earlierTape } from './testing/engine-state.ts';
import { tradeEvent } from './testing/stage.ts';

const SECOND = 1_000_000;

test('trades in any order, some of them twice, stand once and in the order of their ids', () => {
  const ids = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 2_500 });
  fc.assert(
    fc.property(ids, (given) => {
      const tape = newTape();
      const taken = given.filter(
        (id) => addTrade(tape, tradeEvent(id, id * 1_000, { side: id % 3 === 0 ? 'sell' : 'buy', via: 'stream' })) !== null,
      );
      const expected = [...new Set(given)].toSorted((a, b) => a - b);
      expect(taken.toSorted((a, b) => a - b)).toEqual(expected);
      const held = tradesBefore(tape, Infinity).toReversed();
      expect(held.map(({ ordinal }) => ordinal)).toEqual(expected);
      expect(
        held.every(
          ({ ordinal: id, side, size, at }) => side === (id % 3 === 0 ? 'sell' : 'buy') && size === 1 && at === id * 1_000,
        ),
      ).toBe(true);
      expect(tapeLength(tape)).toBe(expected.length);
    }),
    { numRuns: runs(60) },
  );
});

test('an empty tape has no first, last or newest trade', () => {
  const tape = newTape();
  expect([firstTrade(tape), lastTrade(tape), tradesBefore(tape, 5), tradesSince(tape, 0)]).toEqual([null, null, [], []]);
});

test('pages of trades go back from the newest, and end', () => {
  const tape = newTape();
  for (let id = 1; id <= 10; id++) addTrade(tape, tradeEvent(id, id * SECOND));
  const pages: number[][] = [];
  for (let before: number | undefined; ;) {
    const page = tradesBefore(tape, 4, before).map(({ ordinal }) => ordinal);
    if (page.length === 0) break;
    pages.push(page);
    before = page.at(-1);
  }
  expect(pages).toEqual([
    [10, 9, 8, 7],
    [6, 5, 4, 3],
    [2, 1],
  ]);
});

test('a window holds what happened in it, though times jitter against ids', () => {
  const tape = newTape();
  for (let id = 1; id <= 100; id++) addTrade(tape, tradeEvent(id, id * SECOND - (id % 2) * 400_000));
  const ids = tradesSince(tape, 90 * SECOND, 95 * SECOND).map(({ ordinal }) => ordinal);
  expect(ids).toEqual([90, 91, 92, 93, 94, 95]);
});

test('old trades are forgotten; room is used again', () => {
  const tape = newTape();
  for (let id = 1; id <= 20_000; id++) {
    addTrade(tape, tradeEvent(id, id * SECOND));
    pruneTape(tape, (id - 500) * SECOND);
  }
  // The last earlier trade is also kept: it shows since when every trade is known.
  expect(tapeLength(tape)).toBe(502);
  expect(firstTrade(tape)?.ordinal).toBe(19_499);
  expect(tape.chunks.length).toBeLessThanOrEqual(2);
  pruneTape(tape, Infinity);
  expect([tapeLength(tape), firstTrade(tape)?.ordinal]).toEqual([1, 20_000]);
});

test('past its limit the oldest go, and that is counted', () => {
  const tape = newTape();
  for (let id = 1; id <= 400_010; id++) addTrade(tape, tradeEvent(id, id));
  expect(tapeLength(tape)).toBe(400_000);
  expect([firstTrade(tape)?.ordinal, lastTrade(tape)?.ordinal, tape.overflowed]).toEqual([11, 400_010, 10]);
});

test('pages of history go in front of what is held, oldest first within each page, and nothing is lost', () => {
  const tape = newTape();
  for (let id = 90_000; id < 90_100; id++) addTrade(tape, tradeEvent(id, id * 1_000));
  for (let page = 89; page >= 80; page--)
    for (let id = page * 1_000; id < page * 1_000 + 1_000; id++) addTrade(tape, tradeEvent(id, id * 1_000));
  expect(tapeLength(tape)).toBe(10_100);
  const ids = tradesBefore(tape, 20_000).map(({ ordinal }) => ordinal);
  expect(ids).toEqual(Array.from({ length: 10_100 }, (_, i) => 90_099 - i));
});

test('a new count begins below all ids held, or among them well after the newest; a late trade begins none', () => {
  const tape = newTape();
  for (const id of [100, 101, 105]) addTrade(tape, tradeEvent(id, id * SECOND, { via: 'stream' }));
  const starts = (id: number, at: number, via: 'stream' | 'backfill' = 'stream') =>
    restartsIds(tape, tradeEvent(id, at * SECOND, { via }), at * SECOND);
  expect(starts(1, 105)).toBe(true);
  expect(starts(102, 109)).toBe(true);
  expect(starts(102, 104)).toBe(false);
  expect(starts(106, 109)).toBe(false);
  expect(starts(102, 109, 'backfill')).toBe(false);
});

test('a trade that came late hides none before it, in windows, minutes or what is forgotten', () => {
  const late = fc.record({ step: fc.integer({ min: 0, max: 2_000 }), late: fc.constantFrom(0, 0, 0, 0, 5_000, 40_000) });
  fc.assert(
    fc.property(fc.array(late, { minLength: 1, maxLength: 300 }), fc.integer({ min: 0, max: 300_000 }), (rows, from) => {
      const tape = newTape();
      let now = 0;
      const made = rows.map(({ step, late: by }, i) => {
        now += step;
        const at = Math.max(0, now - by);
        addTrade(tape, tradeEvent(i + 1, at));
        return { id: String(i + 1), at };
      });
      const since = (held: typeof made) => held.filter(({ at }) => at >= from).map(({ id }) => id);
      expect(tradesSince(tape, from).map(({ id }) => id)).toEqual(since(made));
      const before = made.filter(({ at }) => at < from).map(({ at }) => at);
      expect(lastTradeBefore(tape, from)?.at ?? null).toBe(before.length === 0 ? null : Math.max(...before));
      pruneTape(tape, from);
      expect(tradesSince(tape, from).map(({ id }) => id)).toEqual(since(made));
      const held = heldSince(tape) ?? 0;
      const kept = new Set(tradesBefore(tape, Infinity).map(({ id }) => id));
      expect(made.filter(({ id, at }) => at > held && !kept.has(id))).toEqual([]);
      const restored = fromCheckpointedTape({ ...earlierTape(tape), reached: undefined });
      expect(tradesSince(restored, from).map(({ id }) => id)).toEqual(since(made));
    }),
    { numRuns: 60 },
  );
});
