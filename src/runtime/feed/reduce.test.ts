import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delta, play, states, trade, tradeIds } from './testing/player.ts';
import { instrument } from './testing/venue.ts';
import { reduce } from './reduce.ts';
import { testVenue } from './testing/venue.ts';

describe('definitions', () => {
  test('come first, then the connection', () => {
    const player = play();
    expect(player.take('connect')).toEqual([]);
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('AAA'), instrument('BBB')] });
    expect(player.take('connect')).toHaveLength(1);
  });

  test('an unknown symbol is reported; the others are served', () => {
    const player = play();
    player.answer(player.take('request')[0]!, null, 404);
    const each = player.take('request');
    expect(each.map(({ call }) => call.path)).toEqual(['/instruments/AAA', '/instruments/BBB']);
    player.answer(each[0]!, null, 404);
    player.answer(each[1]!, { kind: 'instruments', instruments: [instrument('BBB')] });
    expect(player.feed.symbols.get('AAA')).toMatchObject({
      unknown: true,
      streams: { book: { state: 'down', reason: 'the venue has no such symbol' } },
    });
    expect(player.take('connect')).toHaveLength(1);
    expect(states(player.events()).every((state) => state.startsWith('AAA'))).toBe(true);
  });

  test('a symbol that the list of all leaves out is unknown', () => {
    const player = play();
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('BBB'), instrument('CCC')] });
    expect([...player.feed.symbols.values()].map(({ unknown }) => unknown)).toEqual([true, false]);
  });

  test('that never come: the digits seen are taken after two tries, and definitions when they come after all', () => {
    const player = play({ symbols: ['AAA'] });
    player.answer(player.take('request')[0]!, null, 500);
    player.wait(500);
    player.answer(player.take('request')[0]!, null, 500);
    expect(player.take('connect')).toHaveLength(1);
    expect(player.feed.symbols.get('AAA')?.instrument).toMatchObject({ scaleFrom: 'digits' });
    expect(player.feed.notes.at(-1)).toBe('no instrument definitions: status 500; scales are taken from the digits seen');
    player.wait(1_500);
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('AAA')] });
    expect(player.feed.symbols.get('AAA')?.instrument).toMatchObject({ scaleFrom: 'definition', priceScale: 2 });
    expect(player.take('connect')).toEqual([]);
  });

  test('a host that refuses us: the next is asked', () => {
    const player = play({ symbols: ['AAA'] });
    player.answer(player.take('request')[0]!, null, 451);
    player.wait(1_000);
    expect(player.take('request').map(({ url }) => url)).toEqual(['http://two/instruments/AAA']);
  });
});

describe('input', () => {
  test('that can not be read is set aside with a sample, and the stream continues', () => {
    const player = play();
    player.settle();
    player.text(1, 'x'.repeat(5_000));
    const [aside] = player.take('quarantine');
    expect(aside).toMatchObject({ conn: 1, reason: 'bad_json' });
    expect(aside?.sample).toHaveLength(400);
    player.frame(1, trade('AAA', 1));
    expect(tradeIds(player.events())).toEqual([1]);
  });

  test('of symbols that are not followed is ignored', () => {
    const player = play();
    player.settle();
    player.frame(1, delta('ZZZ', 1, 1), trade('ZZZ', 1));
    expect(player.events()).toEqual([]);
  });

  test('that is a little out of order does not turn back the feed', () => {
    const player = play();
    player.settle();
    const { now } = player.feed;
    reduce(testVenue, player.feed, { kind: 'tick', venue: 'test', at: now - 1_900_000 });
    expect(player.feed.now).toBe(now);
  });

  test('from a clock that was set back takes every time with it: timers run on and ages grow', () => {
    const player = play();
    player.settle();
    const { now, symbols } = player.feed;
    const lastAt = symbols.get('AAA')?.streams.book?.lastAt ?? 0;
    const hour = 3_600_000_000;
    reduce(testVenue, player.feed, { kind: 'tick', venue: 'test', at: now - hour });
    expect(player.feed.now).toBe(now - hour);
    expect(player.feed.symbols.get('AAA')?.streams.book?.lastAt).toBe(lastAt - hour);
    for (let at = 1; at <= 35; at++)
      reduce(testVenue, player.feed, { kind: 'tick', venue: 'test', at: now - hour + at * 1_000_000 });
    expect(player.feed.symbols.get('AAA')?.streams.book?.state).toBe('connecting');
  });

  test('a quote of a known update is a duplicate; an invalid quote is set aside', () => {
    const player = play({ symbols: ['AAA'] });
    player.settle();
    const quote = { kind: 'quote', symbol: 'AAA', seq: 90, bid: 99, bidSize: 1, ask: 101, askSize: 1, tsEvent: null } as const;
    player.frame(1, quote, { ...quote, seq: 89 }, quote, { ...quote, seq: 91, bid: -99 });
    expect(player.events().filter(({ type }) => type === 'quote')).toHaveLength(1);
    expect(player.take('quarantine')).toEqual([expect.objectContaining({ reason: 'bad_quote' })]);
  });

  test('a subscription refused puts that stream down only; a reply asked for is sent', () => {
    const player = play({ symbols: ['AAA'] });
    player.settle();
    player.frame(1, { kind: 'rejected', symbol: 'AAA', stream: 'trade', message: 'no' }, { kind: 'reply', text: 'pong' });
    expect(states(player.events())).toEqual(['AAA trade down']);
    expect(player.take('send').map(({ text }) => text)).toEqual(['pong']);
  });

  test('in any order never throws, and the book stays what it says', () => {
    const item = fc.oneof(
      fc.tuple(fc.nat(30), fc.nat(3)).map(([first, more]) => delta('AAA', 90 + first, 90 + first + more)),
      fc.nat(20).map((id) => trade('AAA', id)),
      fc.constantFrom(
        { kind: 'heartbeat' as const },
        { kind: 'shutdown' as const },
        { kind: 'status' as const, status: 'online' },
      ),
    );
    const step = fc.oneof(
      item.map((decoded) => ({ decoded })),
      fc.constantFrom('close', 'answer', 'refuse', 'wait', 'open').map((what) => ({ what })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const player = play({ symbols: ['AAA'] });
        player.settle();
        for (const next of steps) {
          const conn = player.feed.slots[0]?.conn ?? 1;
          if ('decoded' in next) player.frame(conn, next.decoded);
          else if (next.what === 'wait') player.wait(3_000);
          else if (next.what === 'close') player.close(conn);
          else if (next.what === 'open') player.open(conn);
          else
            for (const request of player.take('request'))
              player.answer(request, { kind: 'trades', symbol: 'AAA', trades: [] }, next.what === 'refuse' ? 429 : 200);
        }
        const { book } = player.feed.symbols.get('AAA')!;
        if (book.phase === 'synced') expect(book.last).not.toBeNull();
        else expect(book.book.bid.count).toBe(0);
      }),
    );
  });
});
