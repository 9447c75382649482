import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  tradeRule,
  type DecodedTrade,
  type MarketEvent,
  type TradeRule,
  type TradesInput,
  type Venue,
} from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { play, states, trade, type Player } from './testing/player.ts';
import { reconnect } from './testing/reconnect.ts';
import { testVenue } from './testing/venue.ts';
import { runs } from '../../../test/testing/scale.ts';

const withTrades = (trades: TradeRule, streams = testVenue.card.streams): Venue => ({
  ...testVenue,
  card: { ...testVenue.card, streams },
  trades,
  questions: {
    ...testVenue.questions,
    trades: {
      ...testVenue.questions.trades,
      request: (input) =>
        trades.refetch === null || (trades.refetch === 'newest' && input.before !== null)
          ? null
          : testVenue.questions.trades.request(input),
    },
  },
});

const hash = (n: number): string => `0x${((n * 2_654_435_761) % 2 ** 32).toString(16)}`;
const hashed = (n: number, changed: Partial<DecodedTrade> = {}) => trade('AAA', n, { id: hash(n), ...changed });
const page = (...ns: readonly number[]) => ({
  kind: 'trades' as const,
  symbol: 'AAA',
  trades: ns.map((n) => hashed(n, { via: 'backfill' })),
});
const ids = (events: readonly MarketEvent[]) => events.flatMap((event) => (event.type === 'trade' ? [event.id] : []));
const inOrder = (events: readonly MarketEvent[]) =>
  events
    .flatMap((event) => (event.type === 'trade' ? [event] : []))
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ id }) => id);
const standing = (player: Player) => player.feed.symbols.get('AAA')?.streams.trade?.state;
const missing = (player: Player) => player.feed.symbols.get('AAA')?.trades.missing ?? [];

function running(rule: TradeRule, ...ns: readonly number[]): Player {
  const player = play({}, withTrades(rule));
  player.settle();
  for (const n of ns) player.frame(1, hashed(n));
  return player;
}

const pageAsked = (player: Player) => {
  player.wait(2_000);
  const asked = player.take('request').find(({ call }) => call.question === 'trades');
  if (asked === undefined) throw new Error('no page was asked for');
  return asked;
};

describe('ids that are hashes', () => {
  test('are taken once each, in the order in which they came, and are in order', () => {
    const player = running(tradeRule('opaque', 'by_id'), 5, 900, 3);
    player.frame(1, hashed(900), hashed(4));
    const events = player.events();
    expect(ids(events)).toEqual([5, 900, 3, 4].map(hash));
    expect(inOrder(events)).toEqual([5, 900, 3, 4].map(hash));
    expect(standing(player)).toBe('synced');
    expect(events.flatMap((event) => (event.type === 'trade' ? [event.seq] : []))).toEqual([null, null, null, null]);
  });

  test('prove nothing after an interruption, until a page overlaps what is held', () => {
    const player = running(tradeRule('opaque', 'by_id'), 1, 2, 3);
    const conn = reconnect(player);
    player.frame(conn, hashed(8));
    expect(standing(player)).toBe('gap');
    const first = pageAsked(player);
    expect(first.call.input).toMatchObject({ before: { id: hash(8) } });
    player.answer(first, page(6, 7));
    expect(standing(player)).toBe('gap');
    const second = pageAsked(player);
    expect(second.call.input).toMatchObject({ before: { id: hash(6) } });
    player.answer(second, page(2, 3, 4, 5));
    expect(standing(player)).toBe('synced');
    expect(missing(player)).toEqual([]);
    expect(inOrder(player.events())).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(hash));
  });

  test('a page that is asked for by time is placed by what it repeats at both ends', () => {
    const player = running(tradeRule('opaque', 'by_time'), 1, 2);
    player.frame(reconnect(player), hashed(5));
    player.answer(pageAsked(player), page(1, 2, 3, 4, 5));
    expect(standing(player)).toBe('synced');
    expect(inOrder(player.events())).toEqual([1, 2, 3, 4, 5].map(hash));
  });

  test('a page with a trade that can not be read proves nothing', () => {
    const player = running(tradeRule('opaque', 'by_time'), 1, 2);
    player.frame(reconnect(player), hashed(5));
    const { trades } = page(2, 3, 4, 5);
    player.answer(pageAsked(player), { kind: 'trades', symbol: 'AAA', trades: trades.with(1, hashed(3, { size: 0 })) });
    expect(standing(player)).toBe('gap');
    expect(missing(player)).toHaveLength(1);
  });

  test("a subscription's first answer that repeats the newest trade leaves no gap", () => {
    const player = running(tradeRule('opaque', null), 1, 2, 3);
    const conn = reconnect(player);
    player.frame(conn, ...[2, 3, 4].map((n) => hashed(n, { via: 'backfill' })), hashed(5));
    expect(standing(player)).toBe('synced');
    expect(missing(player)).toEqual([]);
    expect(inOrder(player.events())).toEqual([1, 2, 3, 4, 5].map(hash));
  });

  test('where nothing can be asked for, the stream continues with its gap declared', () => {
    const player = running(tradeRule('opaque', null), 1, 2);
    player.take('event');
    player.frame(reconnect(player), hashed(5));
    expect(states(player.events()).filter((state) => state.startsWith('AAA trade'))).toEqual([
      'AAA trade down',
      'AAA trade connecting',
      'AAA trade syncing',
      'AAA trade gap',
      'AAA trade synced',
    ]);
    expect(missing(player)).toHaveLength(1);
    player.wait(5_000);
    expect(player.take('request').filter(({ call }) => call.question === 'trades')).toEqual([]);
  });

  test('by the newest trades alone one page is asked for: it fills the gap, or the gap stays', () => {
    const filled = running(tradeRule('opaque', 'newest'), 1, 2);
    filled.frame(reconnect(filled), hashed(5));
    filled.answer(pageAsked(filled), page(2, 3, 4, 5));
    expect([standing(filled), missing(filled)]).toEqual(['synced', []]);
    const left = running(tradeRule('opaque', 'newest'), 1, 2);
    left.frame(reconnect(left), hashed(50));
    left.answer(pageAsked(left), page(48, 49, 50));
    expect([standing(left), missing(left).length]).toEqual(['synced', 1]);
    expect(inOrder(left.events())).toEqual([1, 2, 48, 49, 50].map(hash));
  });

  test('ten thousand of them are remembered, and as much goes into a checkpoint', () => {
    const player = running(tradeRule('opaque', null));
    for (let n = 1; n <= 12_049; n++) player.frame(1, hashed(n));
    player.take('event');
    player.frame(1, hashed(2_049));
    expect(ids(player.events())).toEqual([]);
    const held = player.feed.symbols.get('AAA')?.trades.recent;
    expect(held?.texts.size).toBe(10_001);
    expect(fromCheckpoint(toCheckpoint(held))).toEqual(held);
  });
});

describe('ids that rise and have holes', () => {
  test('leave no gap, and one below all that are remembered is a repeat unless its time is later', () => {
    const player = play({}, withTrades(tradeRule('increasing', null)));
    player.settle();
    player.frame(1, trade('AAA', 100), trade('AAA', 105), trade('AAA', 1_000));
    expect([standing(player), missing(player)]).toEqual(['synced', []]);
    for (let n = 0; n < 10_000; n++) player.frame(1, trade('AAA', 2_000 + 2 * n));
    player.take('event');
    player.frame(1, trade('AAA', 100));
    expect(ids(player.events())).toEqual([]);
    player.wait(5_000);
    player.frame(1, trade('AAA', 7, { tsEvent: trade('AAA', 4_900_000).tsEvent }));
    expect(ids(player.events())).toEqual(['7']);
  });

  test('of two that come in the wrong order neither is lost', () => {
    const player = play({}, withTrades(tradeRule('increasing', null)));
    player.settle();
    player.frame(1, trade('AAA', 10), trade('AAA', 13), trade('AAA', 12));
    expect(ids(player.events())).toEqual(['10', '13', '12']);
  });
});

describe('a venue with rising ids that restarts its numbering', () => {
  const base = trade('AAA', 0).tsEvent;
  /** Trades of these ids, ten microseconds apart, from some seconds after the start. */
  function sent(player: Player, seconds: number, list: readonly number[]): readonly string[] {
    player.events();
    const trades = list.map((id, i) => trade('AAA', id, { tsEvent: base + seconds * 1_000_000 + i * 10 }));
    for (let i = 0; i < trades.length; i += 100) player.frame(1, ...trades.slice(i, i + 100));
    return ids(player.events());
  }
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const started = (held: readonly number[]) => {
    const player = running(tradeRule('increasing', 'newest'));
    expect(sent(player, 0, held)).toHaveLength(held.length);
    player.wait(4_000);
    return player;
  };

  test('loses no trade, also where the new ids reach the old ones', () => {
    const player = started(range(12_001, 22_500));
    expect(sent(player, 4, range(1, 13_000))).toEqual(range(1, 13_000).map(String));
    expect([standing(player), missing(player)]).toEqual(['synced', []]);
  }, 60_000);

  test('loses none that comes out of order, and takes no repeat of either sequence', () => {
    const player = started(range(20_001, 30_500));
    expect(sent(player, 4, [1, 2, 4, 3, 5])).toEqual(['1', '2', '4', '3', '5']);
    expect(sent(player, 4, [1, 2, 4, 3, 5])).toEqual([]);
    expect(sent(player, 0, [20_001, 25_000, 30_500, 20_000])).toEqual([]);
    expect(sent(player, 5, [6, 8, 7])).toEqual(['6', '8', '7']);
  }, 60_000);

  test('takes no repeat from before the restart after all its ids were forgotten', () => {
    const player = started(range(20_001, 30_500));
    expect(sent(player, 4, range(1, 13_000))).toHaveLength(13_000);
    expect(sent(player, 0, [20_001, 30_500])).toEqual([]);
    expect(sent(player, 4, [12_999, 1])).toEqual([]);
    expect(sent(player, 5, [20_001, 30_500])).toEqual(['20001', '30500']);
  }, 60_000);

  test('loses none whose id is still remembered from before', () => {
    const player = started(range(1, 500));
    expect(sent(player, 4, [1, 2, 4, 3, 5])).toEqual(['1', '2', '4', '3', '5']);
    expect(sent(player, 4, [5, 3])).toEqual([]);
    expect(sent(player, 0, [499, 500])).toEqual([]);
    expect(sent(player, 5, range(6, 600))).toEqual(range(6, 600).map(String));
    const restored = fromCheckpoint(toCheckpoint(player.feed));
    expect(restored).toEqual(player.feed);
  });

  test('takes a repeat of a remembered trade as a repeat, however late it comes', () => {
    const player = started(range(1, 500));
    player.wait(90_000);
    expect(sent(player, 0, [1, 250, 499])).toEqual([]);
  });
});

test('an id that is no number of a venue that counts is set aside, and trades are in doubt', () => {
  const player = play();
  player.settle();
  player.frame(1, trade('AAA', 1), trade('AAA', 2, { id: '0x2' }));
  expect(ids(player.events())).toEqual(['1']);
  expect(player.take('quarantine')[0]?.reason).toBe('bad_trade');
  expect(standing(player)).toBe('gap');
});

test.each([
  ['contiguous', '9', '10', 'next'],
  ['contiguous', '9', '12', 'gap'],
  ['contiguous', '9', '9', 'old'],
  ['increasing', '9', '10', 'next'],
  ['increasing', '10', '9', 'old'],
  ['increasing', '01HX', '01HY', 'next'],
  ['opaque', 'b', 'a', 'next'],
  ['opaque', 'b', 'b', 'old'],
] as const)('%s: after %s comes %s: %s', (kind, last, next, continuity) => {
  expect(tradeRule(kind, null).follows(last, next)).toBe(continuity);
});

/** Random events on a venue with hashes as ids: received and missed trades, repeats, and pages of recent trades. */
const story = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('trades' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ what: fc.constant('repeat' as const), back: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ what: fc.constant('outage' as const), count: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ what: fc.constant('answer' as const), size: fc.integer({ min: 1, max: 4 }) }),
  ),
  { maxLength: 25 },
);

test.each(['by_id', 'by_time'] as const)(
  'whatever is lost, repeated and fetched %s: no trade twice, all in their true order, and in order means whole',
  (refetch) =>
    fc.assert(
      fc.property(story, (steps) => {
        const player = running(tradeRule('opaque', refetch));
        let conn = 1;
        let made = 0;
        const sent: number[] = [];
        const events: MarketEvent[] = [];
        for (const step of steps) {
          if (step.what === 'trades')
            for (let i = 0; i < step.count; i++) {
              sent.push(++made);
              player.frame(conn, hashed(made));
            }
          else if (step.what === 'repeat' && sent.length > step.back)
            player.frame(conn, hashed(sent.at(-1 - step.back) as number));
          else if (step.what === 'outage') {
            made += step.count;
            conn = reconnect(player);
          } else if (step.what === 'answer') {
            player.wait(2_000);
            player.pong(conn);
            for (const asked of player.take('request').filter(({ call }) => call.question === 'trades')) {
              const before = (asked.call.input as TradesInput).before?.id;
              const end =
                before === undefined ? made : Array.from({ length: made }, (_, i) => i + 1).findLast((n) => hash(n) === before);
              const last = refetch === 'by_id' && before !== undefined ? (end ?? 1) - 1 : (end ?? made);
              const first = Math.max(1, last - step.size);
              player.answer(asked, page(...Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)));
            }
          }
          events.push(...player.events());
        }
        const places = new Map(Array.from({ length: made }, (_, i) => [hash(i + 1), i + 1]));
        const taken = inOrder(events).map((id) => places.get(id) ?? -1);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toEqual(taken.toSorted((a, b) => a - b));
        if (standing(player) === 'synced' && missing(player).length === 0 && taken.length > 0)
          expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => (taken[0] as number) + i));
      }),
      { numRuns: runs(100) },
    ),
);
