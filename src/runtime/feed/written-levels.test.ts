import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DecodedDelta, Levels, Venue, WrittenLevel, WrittenLevels } from '../../core/index.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import type { FeedState } from './state.ts';
import { play, states } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

/**
 * Frames as OKX and Bitget write them: the checksum is a signed CRC-32 over the texts of the best levels, with trailing zeros.
 */
interface Frame {
  readonly kind: 'book_snapshot' | 'book_delta';
  readonly bids: readonly (readonly [price: string, size: string])[];
  readonly asks: readonly (readonly [price: string, size: string])[];
  readonly checksum: number;
}

const PROVEN = 2;

const flat = (levels: Frame['bids']): Levels =>
  Float64Array.from(levels.flatMap(([price, size]) => [Number(price), Number(size)]));
const asWritten = (levels: Frame['bids']): Map<number, WrittenLevel> =>
  new Map(levels.map(([price, size]) => [Number(price), { price, size }]));

const texts = (levels: Levels, written: ReadonlyMap<number, WrittenLevel> | undefined): string =>
  Array.from({ length: levels.length / 2 }, (_, i) => {
    const level = written?.get(levels[2 * i] as number);
    return level === undefined ? `${levels[2 * i]}:${levels[2 * i + 1]}` : `${level.price}:${level.size}`;
  }).join(':');

const signedSum = (text: string): number => crc32(text) | 0;

const venue: Venue = {
  ...testVenue,
  decode(text) {
    const { kind, bids, asks, checksum } = JSON.parse(text) as Frame;
    const message: Omit<DecodedDelta, 'kind'> = {
      symbol: 'AAA',
      first: null,
      last: null,
      checksum,
      bids: flat(bids),
      asks: flat(asks),
      tsEvent: null,
      written: { bids: asWritten(bids), asks: asWritten(asks) },
    };
    return [{ kind, ...message }];
  },
  book: {
    ...testVenue.book,
    snapshot: 'stream',
    truncates: true,
    depth: 10,
    proof: PROVEN,
    bridge: () => 'next',
    next: () => 'next',
    checksum: (bids: Levels, asks: Levels, _instrument, written?: WrittenLevels) =>
      signedSum(`${texts(bids, written?.bids)}|${texts(asks, written?.asks)}`),
  },
};

function started() {
  const player = play({ symbols: ['AAA'] }, venue);
  const [definitions] = player.take('request');
  if (definitions)
    player.answer(definitions, { kind: 'instruments', instruments: [{ ...instrument('AAA'), priceScale: 3, sizeScale: 6 }] });
  player.open(1);
  return player;
}

const BOOK: Omit<Frame, 'checksum'> = {
  kind: 'book_snapshot',
  bids: [
    ['99.10', '1.500000'],
    ['99.0', '2'],
  ],
  asks: [
    ['100', '0.10'],
    ['101.000', '3'],
  ],
};

test('a checksum over the text as sent holds over snapshot and updates, and a changed digit shows', () => {
  const player = started();
  player.text(1, JSON.stringify({ ...BOOK, checksum: signedSum('99.10:1.500000:99.0:2|100:0.10:101.000:3') }));
  expect(states(player.events())).toContain('AAA book synced');
  const update = {
    kind: 'book_delta',
    bids: [
      ['99.10', '0'],
      ['98.50', '7.0'],
    ],
    asks: [['100', '0.1000']],
  };
  player.text(1, JSON.stringify({ ...update, checksum: signedSum('99.0:2:98.50:7.0|100:0.1000:101.000:3') }));
  expect(states(player.events())).toEqual([]);
  expect(player.feed.symbols.get('AAA')?.book).toMatchObject({ phase: 'synced', followed: 1 });
  player.text(1, JSON.stringify({ ...update, bids: [], checksum: signedSum('99.0:2:98.50:7.0|100:0.1:101.000:3') }));
  expect(states(player.events())).toContain('AAA book gap');
});

test('a checkpoint keeps levels as written; one of before, sizes alone', () => {
  const player = started();
  player.text(1, JSON.stringify({ ...BOOK, checksum: signedSum('99.10:1.500000:99.0:2|100:0.10:101.000:3') }));
  const again = fromCheckpointedFeed(fromCheckpoint(toCheckpoint(player.feed)) as FeedState, testVenue);
  expect(again.symbols.get('AAA')?.book.written).toEqual(player.feed.symbols.get('AAA')?.book.written);
  const older = fromCheckpoint(toCheckpoint(player.feed)) as { symbols: Map<string, { book: Record<string, unknown> }> };
  const book = older.symbols.get('AAA')?.book ?? {};
  delete book['written'];
  book['exact'] = { bids: new Map([[99.1, '1.5000000000000001']]), asks: new Map() };
  expect(fromCheckpointedFeed(older as unknown as FeedState, testVenue).symbols.get('AAA')?.book.written).toEqual({
    bids: new Map([[99.1, { price: '99.1', size: '1.5000000000000001' }]]),
    asks: new Map(),
  });
});

test('a legal checksum of -1 is a checksum, and levels of other decimals match none', () => {
  const saying = (computed: number | 'no_match'): Venue => ({ ...venue, book: { ...venue.book, checksum: () => computed } });
  const stateAfter = (computed: number | 'no_match') => {
    const player = play({ symbols: ['AAA'] }, saying(computed));
    const [definitions] = player.take('request');
    if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [{ ...instrument('AAA'), sizeScale: 6 }] });
    player.open(1);
    player.text(1, JSON.stringify({ ...BOOK, checksum: -1 }));
    return player.feed.symbols.get('AAA')?.streams.book?.state;
  };
  expect(stateAfter(-1)).toBe('synced');
  expect(stateAfter('no_match')).toBe('gap');
});
