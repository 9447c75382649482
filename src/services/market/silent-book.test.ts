import { expect, test } from 'vitest';
import { readMarket, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

/** A book with or without updates before it fell silent, while `meanwhile` runs each half second. */
function silent(seconds: number, updates: number, meanwhile: (on: Stage, i: number) => void): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  for (let id = 11; id < 11 + updates; id++) {
    on.depth(id, id, { bids: [[99.5, 1 + (id % 2)]] });
    on.wait(0.5);
  }
  for (let i = 1; i <= seconds * 2; i++) {
    meanwhile(on, i);
    on.wait(0.5);
  }
  return on;
}

test.each([
  [
    'trades go past it',
    (on: Stage, i: number) => on.trade(i, 100.2 + i / 10, 1, 'buy'),
    /a trade at .* outside the best bid 100/,
  ],
  ['quotes have later numbers', (on: Stage, i: number) => on.quote(101, 101.1, 100 + i), /quotes update \d+, the book is at \d+/],
] as const)('a book is not served for longer than five seconds while %s and no update of it comes', (_, meanwhile, reason) => {
  for (const updates of [0, 30]) {
    const served = makeReport(readingOf(silent(4, updates, meanwhile)));
    expect(served.best_bid?.price).toBe(100);
    const { best_bid: bid, state, absent } = makeReport(readingOf(silent(7, updates, meanwhile)));
    expect([bid, state]).toEqual([null, 'gap']);
    expect(absent.find(({ field }) => field === 'best_bid')?.reason).toMatch(reason);
  }
});

test('a quiet book is served: trades at its touch, and quotes of its own number, say that it is as it was', () => {
  const on = silent(60, 1, (at, i) => {
    at.trade(i, i % 2 === 0 ? 100 : 100.2, 0.1, i % 2 === 0 ? 'sell' : 'buy');
  });
  expect(makeReport(readingOf(on)).best_bid?.price).toBe(100);
});

test('an update that comes in time clears it', () => {
  const on = silent(4, 1, (at, i) => at.trade(i, 101, 0.1, 'buy'));
  on.depth(12, 12, { asks: [...BOOK_A.asks.map(([price]) => [price, 0] as const), [101.5, 2]], bids: [[101, 1]] });
  on.wait(20);
  expect(makeReport(readingOf(on)).best_bid?.price).toBe(101);
});

test('a snapshot that the venue has passed is not served in place of a silent book', () => {
  const on = silent(7, 30, (at, i) => at.quote(129.99, 130.01, 100 + i));
  on.snapshot(60, BOOK_A);
  on.wait(4);
  expect(makeReport(readingOf(on)).best_bid).toBeNull();
  on.snapshot(120, BOOK_A);
  expect(makeReport(readingOf(on)).best_bid?.price).toBe(100);
});
