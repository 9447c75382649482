import { describe, expect, test } from 'vitest';
import { makeDataHealth } from './data-health.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { gapsOf } from './gaps.ts';
import { makeReport } from './report.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeFlow } from './small-answers.ts';
import { addOrdinal } from './studies/fetched-trades.ts';
import { forgetOlder, pushRow, type Interruptions } from './studies/interruption.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const ID = `${VENUE}:${SYMBOL}` as const;

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, ID, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

const DAY_US = 86_400_000_000;
const NOON = '2026-01-15T12:00:';

/** Trades 1 to 4, a second apart from 12:00:01 on, and 8 at 12:00:06; 5 to 7 are missing. */
function withGap(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (const id of [1, 2, 3, 4]) {
    on.wait(1);
    on.trade(id, 100, 1, 'buy');
  }
  on.wait(2);
  on.trade(8, 100, 1, 'buy');
  on.wait(1);
  return on;
}

describe('the gaps of a market', () => {
  test('there are none before one, and a start is none', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    on.trade(1, 100, 1, 'buy');
    expect(gapsOf(readingOf(on))).toEqual([]);
    expect(makeReport(readingOf(on)).caveats.filter((caveat) => caveat.startsWith('Gap'))).toEqual([]);
  });

  test('a hole in the history from before the first live trade is none', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    on.trade(20, 100, 1, 'buy');
    on.page([1, 2, 3], 60);
    on.page([10, 11, 12], 30);
    on.wait(1);
    expect(readingOf(on).symbol.trades.missing.length).toBeGreaterThan(0);
    expect(gapsOf(readingOf(on))).toEqual([]);
    on.trade(25, 100, 1, 'buy');
    on.wait(1);
    expect(gapsOf(readingOf(on))).toMatchObject([{ stream: 'trade', ids: { first: 21, last: 24 } }]);
  });

  test('a gap names the ids, the trades around it, and how much of it was refilled', () => {
    const on = withGap();
    const row = { stream: 'trade', state: 'gap', from: `${NOON}04.000Z`, to: `${NOON}06.000Z` };
    const ids = { first: 5, last: 7, missing: 3 };
    expect(gapsOf(readingOf(on))).toMatchObject([
      { ...row, ids: { ...ids, refilled: 0, still_missing: 3 }, refill: 'none', reason: 'trades 5 to 7 are missing' },
    ]);
    expect(makeReport(readingOf(on)).caveats).toContain(
      'Gap: trade 12:00:04 to 12:00:06, ids 5 to 7, not refilled (get_data_health).',
    );
    on.trade(6, 100, 1, 'buy');
    on.wait(1);
    expect(gapsOf(readingOf(on))).toMatchObject([{ ...row, ids: { ...ids, refilled: 1, still_missing: 2 }, refill: 'part' }]);
    on.page([4, 5, 6, 7, 8], 3);
    on.wait(1);
    expect(gapsOf(readingOf(on))).toMatchObject([{ ...row, ids: { ...ids, refilled: 3, still_missing: 0 }, refill: 'all' }]);
  });

  test('ids that the venue never gave to a trade are accounted for without one', () => {
    const on = withGap();
    on.page([4, 5, 8], 3);
    on.wait(1);
    expect(gapsOf(readingOf(on))).toMatchObject([{ ids: { refilled: 1, still_missing: 0 }, refill: 'all' }]);
  });

  test('a book that lost its sequence has a row without ids until it is whole again', () => {
    const on = withGap();
    on.page([4, 5, 6, 7, 8], 3);
    on.depth(20, 20);
    on.wait(1);
    expect(gapsOf(readingOf(on))[0]).toMatchObject({ stream: 'book', state: 'gap', refill: 'none' });
    expect(gapsOf(readingOf(on))[0]).not.toHaveProperty('to');
    expect(gapsOf(readingOf(on))[0]).not.toHaveProperty('ids');
    on.snapshot(30, BOOK_A);
    on.depth(31, 31);
    expect(gapsOf(readingOf(on))[0]).toMatchObject({ stream: 'book', to: `${NOON}08.000Z` });
    const { gaps, gaps_left_out } = makeDataHealth(on.engine, on.now(), null, {});
    expect(gaps.map(({ venue, symbol, stream }) => [venue, symbol, stream])).toEqual([
      [VENUE, SYMBOL, 'book'],
      [VENUE, SYMBOL, 'trade'],
    ]);
    expect(gaps_left_out).toBe(0);
    expect(makeReport(readingOf(on)).caveats).toContainEqual(expect.stringMatching(/^Gap: book .*; 1 more in 30 min/));
  });

  test('a gap of the book begins with its last update, also when the connection is lost in silence', () => {
    const on = withGap();
    on.depth(12, 12);
    on.wait(3);
    on.depth(20, 20);
    on.wait(1);
    expect(gapsOf(readingOf(on))[0]).toMatchObject({ stream: 'book', from: `${NOON}07.000Z`, noticed: `${NOON}10.000Z` });
    const lost = withGap();
    lost.depth(12, 12);
    lost.wait(2.5);
    lost.close();
    lost.wait(1);
    const book = gapsOf(readingOf(lost)).find(({ stream }) => stream === 'book');
    expect(book).toMatchObject({ from: `${NOON}07.000Z`, noticed: `${NOON}09.500Z` });
    expect(makeReport(readingOf(lost)).caveats.join(' ')).toContain('book 12:00:07 to now');
  });

  test('are listed in the order in which they were noticed, the newest first', () => {
    const on = withGap();
    on.wait(1);
    on.depth(20, 20);
    on.wait(1);
    const { gaps } = makeDataHealth(on.engine, on.now(), null, {});
    expect(gaps.map(({ stream, from }) => [stream, from])).toEqual([
      ['book', `${NOON}00.000Z`],
      ['trade', `${NOON}04.000Z`],
    ]);
  });

  test('are kept for a day and a hundred, and a checkpoint holds them', () => {
    const on = withGap();
    for (let id = 10; id < 250; id += 2) on.trade(id, 100, 1, 'buy');
    on.wait(1);
    const reading = readingOf(on);
    expect(gapsOf(reading)).toHaveLength(100);
    // 121 gaps, of which 20 are in the answer.
    const health = makeDataHealth(on.engine, on.now(), null, {});
    expect(health.gaps_left_out).toBe(101);
    expect(health.streams.find(({ stream }) => stream === 'trade')?.gaps_24h).toBe(121);
    const market = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
    expect(gapsOf({ ...reading, market })).toEqual(gapsOf(reading));
  });
});

describe('the number of gaps', () => {
  const counts = (on: Stage) => {
    const { streams, gaps, gaps_left_out } = makeDataHealth(on.engine, on.now(), null, {});
    expect(gaps_left_out).toBe(0);
    return streams.map(({ stream, gaps_24h }) => [stream, gaps_24h, gaps.filter((gap) => gap.stream === stream).length]);
  };

  test('is that of the gaps listed: one that a second cause prolongs is one, and lost connections count', () => {
    const on = withGap();
    expect(counts(on)).toContainEqual(['trade', 1, 1]);
    // Another loss while the first one lasts has its own ids and row; the state of the stream stays the same.
    on.trade(12, 100, 1, 'buy');
    on.wait(1);
    on.depth(20, 20);
    on.wait(1);
    on.ticker();
    on.wait(0.2);
    on.close();
    on.wait(1);
    for (const [, count, listed] of counts(on)) expect(count).toBe(listed);
    expect(counts(on)).toEqual(
      expect.arrayContaining([
        ['book', 1, 1],
        ['trade', 2, 2],
      ]),
    );
    expect(counts(on).some(([stream, count]) => stream === 'ticker' && count === 1)).toBe(true);
  });

  test('falls when a day has passed', () => {
    const state: Interruptions = {
      since: 0,
      started: [],
      rows: [],
      older: { trade: [1, 2, 3 + DAY_US], book: [] },
      bookAt: null,
      countedTo: null,
    };
    const row = { stream: 'book', state: 'gap', reason: '', running: false, range: null, minutes: null } as const;
    const rest = { counted: false, came: 0, left: 0 };
    for (const [noticed, to] of [
      [1, 5],
      [2, null],
      [4, 9],
    ] as const)
      pushRow(state, { ...row, ...rest, from: noticed, noticed, to });
    forgetOlder(state, DAY_US + 4);
    expect(state.older.trade).toEqual([3 + DAY_US]);
    expect(state.rows.map(({ noticed }) => noticed)).toEqual([1, 2, 4]);
    forgetOlder(state, DAY_US + 6);
    expect(state.rows.map(({ noticed }) => noticed)).toEqual([2, 4]);
    // One gap that lasts keeps no later one that has ended.
    forgetOlder(state, 3 * DAY_US);
    expect(state.rows.map(({ noticed }) => noticed)).toEqual([2]);
  });
});

describe('fetched trades', () => {
  test('are counted in each window', () => {
    const on = withGap();
    on.page([4, 5, 6, 7, 8], 3);
    on.wait(1);
    const { windows, cvd } = makeFlow(readingOf(on), [2, 6]);
    expect(windows.map(({ trades, refilled_trades }) => [trades, refilled_trades])).toEqual([
      [0, 0],
      [6, 3],
    ]);
    expect(cvd).toMatchObject({ since: `${NOON}01.000Z`, live_since: `${NOON}01.000Z`, refilled_trades: 3 });
  });

  test('ordinals join into ranges, in any order', () => {
    const ranges: [number, number][] = [];
    for (const ordinal of [5, 9, 7, 8, 8, 1, 6]) addOrdinal(ranges, ordinal);
    expect(ranges).toEqual([
      [1, 1],
      [5, 9],
    ]);
  });
});
