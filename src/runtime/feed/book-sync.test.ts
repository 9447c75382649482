import { describe, expect, test } from 'vitest';
import { sizeAt } from '../../analytics/book/index.ts';
import type { Venue } from '../../core/index.ts';
import { delta, play, snapshot, states } from './testing/player.ts';
import { levels, testVenue } from './testing/venue.ts';

const bookOf = (player: ReturnType<typeof play>, symbol = 'AAA') => player.feed.symbols.get(symbol)!.book;

function settled(settings = {}, venue: Venue = testVenue) {
  const player = play(settings, venue);
  player.settle();
  return player;
}

describe('a book by REST snapshot and update ids', () => {
  test('is in order once a delta joins the snapshot', () => {
    const player = settled();
    expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 100, bridging: false });
    expect(sizeAt(bookOf(player).book, 'bid', 99)).toBe(100);
  });

  test('waits when the snapshot is newer than what is held, or older than it begins', () => {
    const player = play({ symbols: ['AAA'] });
    player.settle();
    player.frame(1, delta('AAA', 200, 201));
    expect(bookOf(player).phase).toBe('awaiting');
    player.wait(1_500);
    const [first] = player.take('request');
    player.answer(first!, snapshot('AAA', 150));
    expect(bookOf(player).phase).toBe('awaiting');
    player.wait(3_000);
    const [second] = player.take('request');
    player.answer(second!, snapshot('AAA', 205));
    expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 205, bridging: true });
    player.frame(1, delta('AAA', 202, 205), delta('AAA', 206, 207));
    expect(bookOf(player)).toMatchObject({ last: 207, bridging: false });
  });

  test('a gap drops that book only, and it resyncs with nothing of what was held', () => {
    const player = settled();
    player.frame(1, delta('AAA', 102, 103));
    expect(states(player.events())).toEqual(['AAA book gap']);
    expect(bookOf(player, 'BBB').phase).toBe('synced');
    player.wait(1_500);
    const [request] = player.take('request');
    player.answer(request!, snapshot('AAA', 102));
    expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 103 });
  });

  test('a duplicate and an old delta change nothing', () => {
    const player = settled();
    player.frame(1, delta('AAA', 100, 100), delta('AAA', 90, 99));
    expect(player.events()).toEqual([]);
    expect(player.feed.symbols.get('AAA')?.streams.book?.duplicates).toBe(2);
  });

  test('a delta of a new connection that overlaps loses nothing', () => {
    const player = settled();
    player.frame(1, delta('AAA', 95, 104));
    expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 104 });
    expect(player.events().map(({ type }) => type)).toEqual(['book_delta']);
  });

  test('old numbers on newer times are a new count', () => {
    const player = settled();
    player.frame(1, delta('AAA', 1, 2, { tsEvent: player.feed.now + 10_000_000 }));
    expect(player.events()).toEqual([
      expect.objectContaining({ state: 'gap', reason: expect.stringContaining('restarted its update ids') }),
    ]);
  });

  test.each([
    ['crossed', levels(101.5, 1)],
    ['locked', levels(101, 1)],
  ])('a %s book is not served', (what, bids) => {
    const player = settled();
    player.frame(1, delta('AAA', 101, 101, { bids }));
    expect(player.events()).toEqual([expect.objectContaining({ state: 'gap', reason: `book is ${what}` })]);
  });

  test('a stated touch of the same update must agree, whichever comes first', () => {
    const quote = { kind: 'quote', symbol: 'AAA', seq: 101, bid: 99, bidSize: 7, ask: 101, askSize: 1, tsEvent: null } as const;
    const before = settled();
    before.frame(1, quote, delta('AAA', 101, 101));
    expect(states(before.events())).toContain('AAA book gap');
    const after = settled();
    after.frame(1, delta('AAA', 101, 101), quote);
    expect(states(after.events())).toContain('AAA book gap');
    const agreed = settled();
    agreed.frame(1, { ...quote, bidSize: 101 }, delta('AAA', 101, 101));
    expect(states(agreed.events())).toEqual(['AAA quote synced']);
  });

  describe('in a recording whose price has left the snapshot', () => {
    const fallen = () => {
      const player = play({ symbols: ['AAA'], recorded: true }, { ...testVenue, book: { ...testVenue.book, depth: 2 } });
      player.settle();
      player.frame(1, snapshot('AAA', 100), delta('AAA', 101, 101, { bids: levels(99, 0, 98, 0, 95, 4), asks: levels(97.5, 3) }));
      return player;
    };
    const stated = { kind: 'quote', symbol: 'AAA', seq: 102, bid: 97, bidSize: 7, ask: 97.5, askSize: 3, tsEvent: null } as const;
    const nothing = delta('AAA', 102, 102, { bids: levels() });

    test('the level that the venue stands on is taken from it, and the book continues', () => {
      const player = fallen();
      expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 101 });
      player.frame(1, stated, nothing);
      expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 102 });
      expect(sizeAt(bookOf(player).book, 'bid', 97)).toBe(7);
      expect(player.events().at(-1)).toMatchObject({ type: 'book_delta', touch: { bid: 97, bidSize: 7, ask: 97.5 } });
      expect(bookOf(player).book.known).toEqual({ from: 98, to: 102 });
    });

    test.each([
      ['lies inside what the snapshot held', { ...stated, bid: 98, bidSize: 1 }],
      ['is behind what is held', { ...stated, bid: 94, bidSize: 1 }],
      ['has another size', { ...stated, bid: 95, bidSize: 5 }],
    ])('but one that %s is a fault', (_, quote) => {
      const player = fallen();
      player.frame(1, quote, nothing);
      expect(bookOf(player).phase).not.toBe('synced');
    });
  });

  test.each([
    ['a price of more digits than any has', levels(99.001_000_000_000_1, 1)],
    ['a negative size', levels(99, -1)],
    ['a price of zero', levels(0, 1)],
    ['NaN', levels(Number.NaN, 1)],
    ['infinity', levels(99, Number.POSITIVE_INFINITY)],
  ])('%s is set aside, and the book with it', (_, bids) => {
    const poison = delta('AAA', 101, 101, { bids });
    const player = settled({}, { ...testVenue, decode: (text) => (text === 'poison' ? [poison] : testVenue.decode(text)) });
    player.text(1, 'poison');
    expect(player.take('quarantine')).toEqual([expect.objectContaining({ reason: 'bad_number' })]);
    expect(states(player.events())).toEqual(['AAA book gap']);
    expect(bookOf(player, 'BBB').phase).toBe('synced');
  });

  test.each([
    ['a price', levels(99.001, 1), 'priceScale'],
    ['a size', levels(99, 0.0001), 'sizeScale'],
  ])('%s past the scale is taken at a finer one', (_, bids, key) => {
    const player = settled();
    player.frame(1, delta('AAA', 101, 101, { bids }));
    expect(player.take('quarantine')).toEqual([]);
    expect(bookOf(player)).toMatchObject({ phase: 'synced', last: 101 });
    expect(player.feed.symbols.get('AAA')?.instrument).toMatchObject({ [key]: key === 'priceScale' ? 3 : 4, version: 2 });
  });

  test('a snapshot that is crossed is set aside and asked for again', () => {
    const player = settled();
    player.frame(1, delta('AAA', 102, 103));
    player.wait(1_500);
    player.answer(player.take('request')[0]!, { ...snapshot('AAA', 102), bids: levels(101, 1) });
    expect(player.take('quarantine')).toHaveLength(1);
    expect(bookOf(player).phase).toBe('awaiting');
    player.wait(3_000);
    expect(player.take('request').map(({ call }) => call.path)).toEqual(['/book/AAA']);
  });
});

describe('audits', () => {
  const auditing = () => {
    const player = settled({ symbols: ['AAA'], auditSeconds: 10 });
    player.wait(10_100);
    const [request] = player.take('request');
    return { player, request: request! };
  };

  test('a snapshot that agrees renews the known range', () => {
    const { player, request } = auditing();
    player.answer(request, { ...snapshot('AAA', 100), bids: levels(99, 100, 98, 1) });
    expect(bookOf(player)).toMatchObject({ phase: 'synced', audits: 1, audit: null });
    expect(states(player.events())).toEqual([]);
  });

  test('one that differs drops the book', () => {
    const { player, request } = auditing();
    player.answer(request, { ...snapshot('AAA', 100), bids: levels(99, 100, 98, 2) });
    expect(states(player.events())).toEqual(['AAA book gap']);
  });

  test('a snapshot behind the book grows with what came since; one ahead waits for the book', () => {
    const behind = auditing();
    behind.player.frame(1, delta('AAA', 101, 101), delta('AAA', 102, 102));
    behind.player.answer(behind.request, { ...snapshot('AAA', 101), bids: levels(99, 101, 98, 1) });
    expect(bookOf(behind.player)).toMatchObject({ phase: 'synced', audits: 1, last: 102 });
    const ahead = auditing();
    ahead.player.answer(ahead.request, { ...snapshot('AAA', 101), bids: levels(99, 101, 98, 3) });
    expect(bookOf(ahead.player).phase).toBe('synced');
    ahead.player.frame(1, delta('AAA', 101, 102));
    expect(states(ahead.player.events())).toEqual(['AAA book gap']);
  });

  test('an answer that never comes is asked for again', () => {
    const { player } = auditing();
    player.pong(1);
    player.frame(1, { kind: 'heartbeat' });
    player.wait(14_000);
    player.frame(1, { kind: 'heartbeat' });
    player.wait(12_000);
    expect(player.take('request').map(({ call }) => call.path)).toEqual(['/book/AAA']);
  });
});

describe('a book in the stream, proven by a checksum', () => {
  const sum = (bids: Float64Array) => bids.reduce((total, number) => total + number, 0);
  const venue: Venue = {
    ...testVenue,
    book: {
      ...testVenue.book,
      snapshot: 'stream',
      proof: 2,
      bridge: () => 'next',
      next: () => 'next',
      checksum: (bids, _, { scaleFrom }) => (scaleFrom === 'digits' ? null : sum(bids)),
    },
  };
  const whole = (checksum: number) => ({ ...snapshot('AAA', 0), last: null, checksum });

  test('a snapshot that its own checksum refutes is never issued', () => {
    const player = settled({ symbols: ['AAA'] }, venue);
    player.frame(1, whole(5));
    const events = player.events();
    expect(events.filter(({ type }) => type === 'book_snapshot')).toEqual([]);
    expect(states(events)).toEqual(['AAA book gap']);
    player.frame(1, whole(199));
    expect(bookOf(player)).toMatchObject({ phase: 'synced', book: { known: { from: 98, to: 102 } } });
  });

  test('without a definition a checksum proves nothing, so nothing is served until one comes', () => {
    const player = play({ symbols: ['AAA'] }, venue);
    for (let tries = 0; tries < 2; tries++) {
      player.answer(player.take('request')[0]!, null, 500);
      player.wait(1_000);
    }
    player.open(player.take('connect')[0]!.conn);
    player.frame(1, whole(199));
    expect(bookOf(player).phase).not.toBe('synced');
    const { instrument } = player.feed.symbols.get('AAA')!;
    player.wait(2_000);
    player.answer(player.take('request').at(-1)!, {
      kind: 'instruments',
      instruments: [{ ...instrument!, scaleFrom: 'definition' }],
    });
    player.wait(10_000);
    expect(player.take('send').map(({ text }) => text)).toContain('resync AAA');
    player.frame(1, whole(199));
    expect(bookOf(player).phase).toBe('synced');
  });
});
