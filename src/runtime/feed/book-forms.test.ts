import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBook, forEachLevel, sizeAt, type OrderBook } from '../../analytics/book/index.ts';
import { tradeRule, type BookRule, type DecodedNumber, type DecodedSnapshot, type Levels, type Venue } from '../../core/index.ts';
import { runs } from '../../../test/testing/scale.ts';
import { changeTo } from './book-forms.ts';
import { changeBook, fillBook } from './keep-book.ts';
import { delta, play, snapshot, states, trade } from './testing/player.ts';
import { instrument, levels, testVenue } from './testing/venue.ts';

const having = (book: Partial<BookRule>, changed: Partial<Venue> = {}): Venue => ({
  ...testVenue,
  ...changed,
  book: { ...testVenue.book, ...book },
});

/** As on Binance USD-M, OKX and Deribit: each update names the id of the previous update, and ids are skipped. */
const byPrevious = having({
  bridge: (last, { first, last: end }) =>
    last === null || first === null || end === null ? 'gap' : end < last ? 'old' : first <= last ? 'next' : 'gap',
  next: (last, { prev, last: end }) =>
    last === null || end === null ? 'gap' : end <= last ? 'old' : prev === last ? 'next' : 'gap',
});

test('an update that names the one before it follows by that, whatever ids were skipped', () => {
  const player = play({ symbols: ['AAA'] }, byPrevious);
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')] });
  player.open(1);
  player.frame(1, delta('AAA', 90, 110, { prev: 80 }));
  for (const request of player.take('request')) player.answer(request, snapshot('AAA', 100));
  const book = player.feed.symbols.get('AAA')?.book;
  player.frame(1, delta('AAA', 150, 160, { prev: 110 }));
  expect(book).toMatchObject({ phase: 'synced', last: 160 });
  player.events();
  player.frame(1, delta('AAA', 190, 200, { prev: 170 }));
  expect(states(player.events())).toContain('AAA book gap');
});

/** One channel over all markets numbers its frames; the snapshot comes in the stream, and trade ids are hashes. */
const numbered = having(
  { snapshot: 'stream', domain: 'channel', bridge: () => 'next', next: () => 'next' },
  { trades: tradeRule('opaque', null, 'domain') },
);
const number = (n: number, changed: Partial<DecodedNumber> = {}): DecodedNumber => ({
  kind: 'number',
  domain: 'market',
  n,
  streams: null,
  ...changed,
});

function numberedPlayer() {
  const player = play({}, numbered);
  const [definitions] = player.take('request');
  if (definitions)
    player.answer(definitions, {
      kind: 'instruments',
      instruments: ['AAA', 'BBB'].map(instrument),
    });
  player.open(1);
  player.frame(1, number(1), snapshot('AAA', 0));
  player.frame(1, number(2), snapshot('BBB', 0));
  player.events();
  player.take('send');
  return player;
}

const unnumberedDelta = (symbol: string, size: number, tsEvent: number | null = null) =>
  delta(symbol, 0, 0, { first: null, last: null, bids: levels(99, size), tsEvent });

test('a number left out by a channel drops every book of it, and all are subscribed to again', () => {
  const player = numberedPlayer();
  player.frame(1, number(3), unnumberedDelta('AAA', 5));
  expect(states(player.events())).not.toContain('AAA book gap');
  player.frame(1, number(5), unnumberedDelta('AAA', 6));
  expect(states(player.events())).toEqual(expect.arrayContaining(['AAA book gap', 'BBB book gap']));
  player.wait(1_500);
  expect(player.take('send').map(({ text }) => text)).toEqual(expect.arrayContaining(['resync AAA', 'resync BBB']));
  player.frame(1, number(6), snapshot('AAA', 0));
  expect(player.feed.symbols.get('AAA')?.book.phase).toBe('synced');
  expect(player.feed.symbols.get('BBB')?.book.phase).toBe('awaiting');
});

test('a control frame without market data counts too, and the last frame again says nothing', () => {
  const player = numberedPlayer();
  player.frame(1, number(3), { kind: 'heartbeat' });
  player.frame(1, number(4), unnumberedDelta('AAA', 5));
  player.frame(1, number(4), unnumberedDelta('AAA', 9));
  expect(states(player.events()).filter((state) => state.endsWith('gap'))).toEqual([]);
  expect(held(player, 'AAA')).toBe(5);
});

test('a gap in a sequence of some streams leaves the others alone, and each sequence has numbers of its own', () => {
  const player = numberedPlayer();
  player.frame(1, trade('AAA', 7, { id: 'hash' }));
  player.events();
  player.frame(1, number(8, { domain: 'trades', streams: ['trade'] }));
  player.frame(1, number(10, { domain: 'trades', streams: ['trade'] }));
  expect(states(player.events())).toEqual(['AAA trade gap', 'BBB trade gap']);
  expect(player.feed.symbols.get('AAA')?.book.phase).toBe('synced');
});

test('numbers that go back are a restart, which may hide a loss; a new connection starts from any number', () => {
  const player = numberedPlayer();
  player.frame(1, number(1), { kind: 'heartbeat' });
  expect(states(player.events())).toEqual(expect.arrayContaining(['AAA book gap', 'BBB book gap']));
  player.close(1);
  player.wait(1_000);
  const [again] = player.take('connect').slice(-1);
  player.open(again?.conn ?? 0);
  player.events();
  player.frame(again?.conn ?? 0, number(40), snapshot('AAA', 0));
  expect(states(player.events())).toEqual(['AAA book synced']);
});

test('under numbers of a channel, an update with an older time is news all the same', () => {
  const player = numberedPlayer();
  player.frame(1, number(3), unnumberedDelta('AAA', 5, 1_800_000_000_500_000));
  player.frame(1, number(4), unnumberedDelta('AAA', 7, 1_800_000_000_400_000));
  expect(held(player, 'AAA')).toBe(7);
});

const held = (player: ReturnType<typeof play>, symbol: string): number => {
  const book = player.feed.symbols.get(symbol)?.book.book;
  return book === undefined ? Number.NaN : sizeAt(book, 'bid', 99);
};

const bookOf = (player: ReturnType<typeof play>): OrderBook => player.feed.symbols.get('AAA')?.book.book ?? createBook();

test('additive sizes add up to what rests, exactly, and an emptied level is gone', () => {
  const player = play({ symbols: ['AAA'] }, having({ levels: 'additive' }));
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')] });
  player.open(1);
  player.frame(1, delta('AAA', 100, 100, { bids: levels(99, 0.1) }));
  for (const request of player.take('request')) player.answer(request, snapshot('AAA', 99));
  player.frame(1, delta('AAA', 101, 101, { bids: levels(99, 0.2, 98, -1, 97, 2, 97, 1), asks: levels(101, -0.25) }));
  expect([99, 98, 97].map((price) => sizeAt(bookOf(player), 'bid', price))).toEqual([1.3, 0, 3]);
  expect(sizeAt(bookOf(player), 'ask', 101)).toBe(0.75);
  // Events have resulting sizes, so that no reader needs to know the venue's form.
  const last = player.events().findLast((event) => event.type === 'book_delta');
  expect(last).toMatchObject({ bids: levels(99, 1.3, 98, 0, 97, 3) });
});

test('an additive update that takes more than rests shows a loss', () => {
  const player = play({ symbols: ['AAA'] }, having({ levels: 'additive' }));
  player.settle();
  player.frame(1, delta('AAA', 101, 101, { bids: levels(98, -5) }));
  expect(states(player.events())).toContain('AAA book gap');
  expect(player.feed.symbols.get('AAA')?.book.phase).toBe('awaiting');
});

const snapshotsOnly = having({ levels: 'snapshots', snapshot: 'stream', depth: 3, truncates: true });
const whole = (last: number | null, bids: Levels, asks: Levels, tsEvent: number | null = null): DecodedSnapshot => ({
  kind: 'book_snapshot',
  symbol: 'AAA',
  last,
  checksum: null,
  bids,
  asks,
  tsEvent,
});

function snapshotsPlayer() {
  const player = play({ symbols: ['AAA'] }, { ...snapshotsOnly, connect: { ...testVenue.connect, resync: () => [] } });
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')] });
  player.open(1);
  player.frame(1, whole(1, levels(99, 1, 98, 1, 97, 1), levels(101, 1, 102, 1, 103, 1)));
  player.events();
  return player;
}

test('each snapshot of a venue that sends no other is issued as the change that it shows', () => {
  const player = snapshotsPlayer();
  player.frame(1, whole(2, levels(100, 4, 99, 2, 97, 1), levels(101, 1, 102, 1, 103, 1)));
  expect(player.events()).toMatchObject([{ type: 'book_delta', seq: 2, bids: levels(99, 2, 98, 0, 100, 4), asks: levels() }]);
  expect(bookOf(player).known).toEqual({ from: 97, to: 103 });
  player.frame(1, whole(2, levels(90, 4), levels(101, 1)));
  player.frame(1, whole(1, levels(90, 4), levels(101, 1)));
  expect(player.events()).toEqual([]);
  // Fewer levels than the depth: there are no others.
  player.frame(1, whole(3, levels(100, 4), levels(101, 1, 102, 1, 103, 1)));
  expect(bookOf(player).known.from).toBeNull();
  expect(sizeAt(bookOf(player), 'bid', 97)).toBe(0);
});

test('after a gap, the next snapshot is the book again, and nothing is asked for', () => {
  const player = snapshotsPlayer();
  player.frame(1, whole(2, levels(105, 4), levels(101, 1)));
  expect(states(player.events())).toContain('AAA book gap');
  player.frame(1, whole(3, levels(99, 2), levels(101, 1)));
  expect(states(player.events())).toEqual(['AAA book synced']);
  player.wait(10_000);
  expect([...player.take('send'), ...player.take('request')]).toEqual([]);
});

const side = (from: number, sign: 1 | -1) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 3 })), { maxLength: 5 })
    .map((list) => [...new Map(list)].toSorted(([a], [b]) => a - b).flatMap(([step, size]) => [from + sign * step, size]))
    .map((flat) => Float64Array.from(flat.slice(0, 2 * snapshotsOnly.book.depth)));
const twoSides = fc.record({ bids: side(99, -1), asks: side(101, 1) });

const contents = (book: OrderBook) => {
  const rows: string[] = [];
  for (const of of ['bid', 'ask'] as const) forEachLevel(book, of, (price, size) => void rows.push(`${of} ${price} ${size}`));
  return { rows, known: book.known };
};

test('the change between two snapshots makes the first into the second, known range and all', () => {
  fc.assert(
    fc.property(twoSides, twoSides, (a, b) => {
      const { book: rule } = snapshotsOnly;
      const [changed, loaded] = [createBook(), createBook()];
      fillBook(rule, changed, a.bids, a.asks);
      fillBook(rule, loaded, b.bids, b.asks);
      const { bids, asks } = changeTo(changed, whole(2, b.bids, b.asks), rule.depth);
      changeBook(rule, changed, bids, asks);
      expect(contents(changed)).toEqual(contents(loaded));
    }),
    { numRuns: runs(100) },
  );
});
