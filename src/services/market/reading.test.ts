import { describe, expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { bookSince, bookSpan } from './book-coverage.ts';
import { stateOf } from './market-state.ts';
import { passTime } from './pass-time.ts';
import { readMarket, whyNoBook, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { makeBook } from './small-answers.ts';
import { BOOK_A, SETTINGS, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';
import { orderFlowImbalance } from './studies/order-flow-imbalance.ts';
import { marketSpan } from './trade-coverage.ts';
import { flowWindow, windowAbsences } from './windows.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

/** Removes every level of a side, including the one that `running` adds. */
const gone = (side: 'bids' | 'asks') => ({ [side]: [[99.5, 0] as const, ...BOOK_A[side].map(([price]) => [price, 0] as const)] });

/** A synced market, with an update (from id 11 on) and a trade each half second. */
function running(seconds = 10): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  for (let id = 11; id <= 10 + 2 * seconds; id++) {
    on.depth(id, id, { bids: [[99.5, 1 + (id % 2)]] });
    on.trade(id, 100, 0.1, 'buy');
    on.wait(0.5);
  }
  return on;
}

describe('a book with an empty side', () => {
  test.each([
    ['asks', 'the book has no asks'],
    ['bids', 'the book has no bids'],
  ] as const)('says so wherever a value is null for it: no %s', (side, reason) => {
    const on = running();
    on.depth(31, 31, gone(side));
    const reading = readingOf(on);
    expect(reading.symbol.streams.book?.state).toBe('synced');
    const book = makeBook(reading, 5);
    expect(book[side]).toEqual([]);
    expect(book[side === 'asks' ? 'bids' : 'asks']).toHaveLength(5);
    expect(book).toMatchObject({ caveats: expect.arrayContaining([`Not on both sides: ${reason}.`]) as string[], absent: [] });
    const report = makeReport(reading);
    for (const field of ['best_bid', 'mid_price', 'depth', 'health', 'anomalies'])
      expect(report.absent.find((one) => one.field === field)?.reason).toBe(reason);
  });

  test('or both', () => {
    const on = running();
    on.depth(31, 31, { ...gone('asks'), ...gone('bids') });
    expect(whyNoBook(readingOf(on))).toBe('the book is empty');
    on.depth(40, 41);
    expect(whyNoBook(readingOf(on))).toMatch(/^book is gap: /);
  });

  test('is whole from when both sides are there again, and so is its imbalance', () => {
    const on = running();
    on.depth(31, 31, gone('asks'));
    on.wait(1);
    expect(flowWindow(readingOf(on), 5).ofi).toBeNull();
    on.depth(32, 32, { asks: [[100.2, 4]] });
    const back = on.now();
    on.wait(1);
    on.depth(33, 33, { asks: [[100.2, 1]] });
    const reading = readingOf(on);
    expect(flowWindow(reading, 5).ofi).toBeNull();
    expect(windowAbsences(reading, [5])).toContainEqual(
      expect.objectContaining({ field: 'windows[0].ofi', reason: 'the book was not whole throughout' }),
    );
    expect(flowWindow(reading, 1).ofi).toBe(3);
    expect(bookSince(reading)).toBe(back);
  });
});

describe('the span over which the book is whole', () => {
  const whole = { from: '2026-01-15T12:00:00.000Z', to: '2026-01-15T12:00:10.000Z', complete: true };

  test('reaches up to now while it is heard', () => {
    const on = running();
    expect(bookSpan(readingOf(on))).toEqual(whole);
    on.wait(1.4);
    expect(bookSpan(readingOf(on))).toEqual({ ...whole, to: '2026-01-15T12:00:11.400Z' });
  });

  test('ends with the last message while the connection is silent, or closed', () => {
    const on = running();
    on.wait(3);
    const ended = { ...whole, to: '2026-01-15T12:00:09.500Z', complete: false };
    expect(readingOf(on).symbol.streams.book?.state).toBe('synced');
    expect(bookSpan(readingOf(on))).toEqual(ended);
    expect(makeBook(readingOf(on), 1).coverage).toEqual(ended);
    expect(marketSpan(readingOf(on))).toEqual({ from: null, to: null, complete: false });
    on.close();
    expect(bookSpan(readingOf(on)).complete).toBe(false);
  });

  test('trades that go on do not vouch for a book that fell silent', () => {
    const on = running(100);
    for (let id = 211; readingOf(on).symbol.streams.book?.state === 'synced' && id < 500; id++) {
      on.trade(id, 100, 0.1, 'buy');
      on.wait(1);
    }
    const reading = readingOf(on);
    expect(reading.symbol.streams.book?.state).toBe('stale');
    expect(flowWindow(reading, 5).buy).not.toBeNull();
    expect(bookSpan(reading)).toEqual({ ...whole, to: '2026-01-15T12:01:39.500Z', complete: false });
    expect(marketSpan(reading)).toEqual({ from: null, to: null, complete: false });
  });

  test('begins with the new time after the clock was set back, because no snapshot follows', () => {
    const on = running();
    const { market, symbol, ...rest } = readingOf(on);
    const back = on.now() - 5 * US_PER_SECOND;
    const passing = { settings: SETTINGS, position: null, frame: { offset: 0, skew: 0, late: null } };
    passTime(market, symbol, back, passing);
    expect(stateOf(market, orderFlowImbalance)).toMatchObject({ since: back, rows: { start: 0, end: 0 } });
    const later = back + 6 * US_PER_SECOND;
    passTime(market, symbol, later, passing);
    const reading = { ...rest, market, symbol, at: later, exchangeAt: later };
    expect(bookSpan(reading)).toEqual({ from: '2026-01-15T12:00:05.000Z', to: '2026-01-15T12:00:11.000Z', complete: true });
    expect([5, 7].map((seconds) => flowWindow(reading, seconds).ofi)).toEqual([0, null]);
  });

  test('is not known after the clock was set back while an update is missing or a side is empty', () => {
    for (const spoil of [(on: Stage) => on.depth(40, 41), (on: Stage) => on.depth(31, 31, gone('asks'))]) {
      const on = running();
      spoil(on);
      const { market, symbol } = readingOf(on);
      const frame = { offset: 0, skew: 0, late: null };
      passTime(market, symbol, on.now() - 5 * US_PER_SECOND, { settings: SETTINGS, position: null, frame });
      expect(stateOf(market, orderFlowImbalance).since).toBeNull();
    }
  });
});
