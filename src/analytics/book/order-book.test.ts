import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import type { BookSide } from '../../core/index.ts';
import { bookFromJson, bookToJson } from './book-json.ts';
import { compareBooks } from './compare-books.ts';
import { isKnown, knownDepth, pruneBeyond, truncate } from './known-range.ts';
import {
  applyLevel,
  applyLevels,
  bestAsk,
  bestBid,
  clearBook,
  copyBook,
  createBook,
  forEachLevel,
  isCrossed,
  levelCount,
  loadSnapshot,
  sizeAt,
  topLevels,
  type OrderBook,
} from './order-book.ts';

type Model = Record<BookSide, Map<number, number>>;
const sides = ['bid', 'ask'] as const;
const flat = (...levels: number[]) => Float64Array.from(levels);

/** A naive book: a map, sorted on each read. */
const sorted = (model: Model, side: BookSide): number[] =>
  [...model[side]].toSorted(([a], [b]) => (side === 'bid' ? b - a : a - b)).flat();
const change = (model: Model, side: BookSide, price: number, size: number) =>
  size === 0 ? model[side].delete(price) : model[side].set(price, size);
const keep = (model: Model, n: number) => {
  for (const side of sides) {
    const levels = sorted(model, side);
    model[side] = new Map();
    for (let i = 0; i < Math.min(levels.length, 2 * n); i += 2) model[side].set(levels[i]!, levels[i + 1]!);
  }
};

const price = fc.integer({ min: 1, max: 60 }).map((ticks) => ticks / 100);
const size = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 9_000 }).map((lots) => lots / 1_000),
);
const side = fc.constantFrom(...sides);
const levels = fc.array(fc.tuple(price, size), { maxLength: 40 }).map((pairs) => Float64Array.from(pairs.flat()));
const command = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('level' as const), side, price, size }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('levels' as const), side, levels }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('snapshot' as const), bids: levels, asks: levels }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('truncate' as const, 'prune' as const), n: fc.integer({ min: 0, max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('json' as const, 'copy' as const) }) },
);

const clearModel = (model: Model) => sides.forEach((on) => model[on].clear());
const load = (model: Model, on: BookSide, from: Float64Array) => {
  for (let i = 0; i < from.length; i += 2) change(model, on, from[i]!, from[i + 1]!);
};

function expectSame(book: OrderBook, model: Model) {
  for (const on of sides) {
    const want = sorted(model, on);
    expect([...topLevels(book, on, Infinity)]).toEqual(want);
    expect([...topLevels(book, on, 3)]).toEqual(want.slice(0, 6));
    expect(levelCount(book, on)).toBe(want.length / 2);
    const seen: number[] = [];
    forEachLevel(book, on, (p, s, rank) => {
      expect(rank).toBe(seen.length / 2);
      seen.push(p, s);
    });
    expect(seen).toEqual(want);
    for (let tick = 0; tick <= 61; tick++) expect(sizeAt(book, on, tick / 100)).toBe(model[on].get(tick / 100) ?? 0);
  }
  const [bid, ask] = [sorted(model, 'bid')[0] ?? null, sorted(model, 'ask')[0] ?? null];
  expect([bestBid(book), bestAsk(book)]).toEqual([bid, ask]);
  const crossing = bid === null || ask === null || bid < ask ? 'no' : bid === ask ? 'locked' : 'crossed';
  expect(isCrossed(book)).toBe(crossing);
}

test('the book equals the naive map after any operations', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      let book = createBook();
      const model: Model = { bid: new Map(), ask: new Map() };
      for (const c of commands) {
        if (c.do === 'level') {
          applyLevel(book, c.side, c.price, c.size);
          change(model, c.side, c.price, c.size);
        } else if (c.do === 'levels') {
          applyLevels(book, c.side, c.levels);
          load(model, c.side, c.levels);
        } else if (c.do === 'snapshot') {
          loadSnapshot(book, c.bids, c.asks);
          clearModel(model);
          load(model, 'bid', c.bids);
          load(model, 'ask', c.asks);
        } else if (c.do === 'clear') {
          clearBook(book);
          clearModel(model);
        } else if (c.do === 'truncate' || c.do === 'prune') {
          (c.do === 'truncate' ? truncate : pruneBeyond)(book, c.n);
          keep(model, c.n);
        } else if (c.do === 'json') book = bookFromJson(JSON.parse(JSON.stringify(bookToJson(book))));
        else {
          const original = book;
          book = copyBook(book);
          applyLevel(original, 'bid', 0.01, 77);
        }
      }
      expectSame(book, model);
    }),
    { numRuns: runs(150) },
  );
});

test('a large book stays sorted under growth from either end', () => {
  const book = createBook();
  for (let tick = 1; tick <= 3_000; tick++) applyLevel(book, 'bid', tick, tick);
  for (let tick = 1; tick <= 3_000; tick++) applyLevel(book, 'ask', 3_000 + tick, tick);
  expect([bestBid(book), bestAsk(book)]).toEqual([3_000, 3_001]);
  for (let tick = 1; tick <= 3_000; tick += 2) applyLevel(book, 'bid', tick, 0);
  expect([...topLevels(book, 'bid', 2)]).toEqual([3_000, 3_000, 2_998, 2_998]);
  expect(levelCount(book, 'bid')).toBe(1_500);
});

test('a visit stops on request', () => {
  const book = createBook();
  loadSnapshot(book, flat(3, 1, 2, 1, 1, 1), flat());
  const seen: number[] = [];
  forEachLevel(book, 'bid', (p) => {
    seen.push(p);
    return seen.length < 2;
  });
  expect(seen).toEqual([3, 2]);
});

test.each([
  [Number.NaN, 1],
  [Infinity, 1],
  [1, Number.NaN],
  [1, -1],
  [1, Infinity],
])('a level of %d × %d is refused', (p, s) => {
  expect(() => applyLevel(createBook(), 'bid', p, s)).toThrow(RangeError);
});

describe('the known range', () => {
  test('is that of the snapshot, and does not grow with changes outside it', () => {
    const book = createBook();
    loadSnapshot(book, flat(100, 1, 99, 1, 98, 1), flat(101, 1, 102, 1));
    expect(book.known).toEqual({ from: 98, to: 102 });
    applyLevel(book, 'bid', 90, 5);
    applyLevel(book, 'bid', 98.5, 5);
    expect(knownDepth(book, 'bid')).toBe(4);
    expect(levelCount(book, 'bid')).toBe(5);
    expect([isKnown(book, 'bid', 98), isKnown(book, 'bid', 97.9), isKnown(book, 'ask', 102), isKnown(book, 'ask', 103)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('has no limit on a side with fewer levels than the requested depth', () => {
    const book = createBook();
    loadSnapshot(book, flat(100, 1, 99, 1), flat(101, 1), { depth: 2 });
    expect(book.known).toEqual({ from: 99, to: null });
    loadSnapshot(book, flat(), flat(101, 1));
    expect(book.known).toEqual({ from: null, to: 101 });
  });

  test('is empty after the market has left it', () => {
    const book = createBook();
    loadSnapshot(book, flat(100, 1, 99, 1), flat(101, 1, 102, 1));
    applyLevel(book, 'ask', 101, 0);
    applyLevel(book, 'ask', 102, 0);
    applyLevel(book, 'ask', 105, 1);
    expect(knownDepth(book, 'ask')).toBe(0);
    expect(knownDepth(book, 'bid')).toBe(2);
  });

  test('follows a venue that sends only its best levels', () => {
    const book = createBook();
    loadSnapshot(book, flat(100, 1, 99, 1), flat(101, 1, 102, 1), { depth: 2 });
    applyLevel(book, 'ask', 100.5, 1);
    truncate(book, 2);
    expect(book.known).toEqual({ from: 99, to: 101 });
    applyLevels(book, 'ask', flat(100.5, 0, 103, 4));
    truncate(book, 2);
    expect(book.known).toEqual({ from: 99, to: 103 });
    applyLevel(book, 'ask', 103, 0);
    truncate(book, 2);
    expect(book.known).toEqual({ from: 99, to: null });
  });

  test('shrinks only if pruning drops levels inside it', () => {
    const book = createBook();
    loadSnapshot(book, flat(100, 1, 99, 1), flat(101, 1, 102, 1, 103, 1));
    applyLevel(book, 'bid', 90, 1);
    pruneBeyond(book, 2);
    expect(book.known).toEqual({ from: 99, to: 102 });
    expect([levelCount(book, 'bid'), levelCount(book, 'ask')]).toEqual([2, 2]);
  });
});

function build(bids: Float64Array, asks: Float64Array): OrderBook {
  const book = createBook();
  loadSnapshot(book, bids, asks);
  return book;
}

describe('two books compared', () => {
  test('agree where both are known', () => {
    const deep = build(flat(100, 1, 99, 2, 98, 3), flat(101, 1, 102, 2));
    const shallow = build(flat(100, 1, 99, 2), flat(101, 1));
    expect(compareBooks(deep, shallow)).toBeNull();
    expect(compareBooks(deep, deep)).toBeNull();
  });

  test('differ at the first price, best first', () => {
    const a = build(flat(100, 1, 99, 2, 98, 3), flat(101, 1));
    const b = build(flat(100, 1, 98, 4), flat(101, 2));
    expect(compareBooks(a, b)).toEqual({ side: 'bid', price: 99, a: 2, b: 0 });
    applyLevel(b, 'bid', 99, 2);
    applyLevel(b, 'bid', 98, 3);
    expect(compareBooks(a, b)).toEqual({ side: 'ask', price: 101, a: 1, b: 2 });
  });

  test('any one changed level inside the range is found', () => {
    fc.assert(
      fc.property(levels, levels, price, side, (bids, asks, at, on) => {
        const a = build(bids, asks);
        a.known = { from: null, to: null };
        const b = copyBook(a);
        expect(compareBooks(a, b)).toBeNull();
        applyLevel(b, on, at, sizeAt(a, on, at) + 1);
        expect(compareBooks(a, b)).toEqual({ side: on, price: at, a: sizeAt(a, on, at), b: sizeAt(a, on, at) + 1 });
      }),
    );
  });
});

test('a checkpoint keeps every digit and the known range', () => {
  const book = createBook();
  loadSnapshot(book, flat(0.1 + 0.2, 1e-8), flat(67_000.01, 1 / 3), { depth: 1 });
  const json = JSON.stringify(bookToJson(book));
  const back = bookFromJson(JSON.parse(json));
  expect(JSON.stringify(bookToJson(back))).toBe(json);
  expect(back.known).toEqual(book.known);
  expect(() => bookFromJson({ bids: [1], asks: [], known: [null, null] })).toThrow(RangeError);
});
