import { describe, expect, test } from 'vitest';
import { tradeRule, US_PER_MINUTE, US_PER_SECOND, type DecodedTrade, type MarketEvent, type Venue } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { RECENT_MOST } from './recent-ids.ts';
import { play, states, trade, type Player } from './testing/player.ts';
import { reconnect } from './testing/reconnect.ts';
import { testVenue } from './testing/venue.ts';
import { FIRST_ORDINAL } from './unnumbered-trades.ts';

const venue: Venue = {
  ...testVenue,
  card: { ...testVenue.card, streams: [...testVenue.card.streams, { kind: 'candle' }] },
  trades: tradeRule('increasing', 'newest'),
};

/** A minute of the venue's time; trade 0 is one second before it. */
const MINUTE = trade('AAA', 0).tsEvent + US_PER_MINUTE;
/** The trades of the minute, as id, second and size; ids have gaps. In all 14.223. */
const TRUE_TRADES = [
  [10, 1, 2.5],
  [12, 5, 5.441],
  [15, 20, 3],
  [16, 30, 3.282],
] as const;

const traded = ([id, second, size]: readonly [number, number, number], via: DecodedTrade['via'] = 'stream'): DecodedTrade =>
  trade('AAA', id, { tsEvent: MINUTE + second * US_PER_SECOND, size, via });
const BEFORE = [9, -1, 1] as const;
const AFTER = [20, 61, 1] as const;
const page = (...rows: readonly (readonly [number, number, number])[]) => ({
  kind: 'trades' as const,
  symbol: 'AAA',
  trades: rows.map((row) => traded(row, 'backfill')),
});

interface CandleTiming {
  readonly closed?: boolean;
  /** Seconds of the minute. */
  readonly second?: number;
  /** Minutes after the first. */
  readonly minute?: number;
}

const candle = (volume: number, { closed = true, second = 60, minute = 0 }: CandleTiming = {}) =>
  ({
    kind: 'candle',
    symbol: 'AAA',
    tsEvent: MINUTE + minute * US_PER_MINUTE + second * US_PER_SECOND,
    interval: '1m',
    start: MINUTE + minute * US_PER_MINUTE,
    open: 100,
    high: 100,
    low: 100,
    close: 100,
    volume,
    unit: 'base',
    trades: 4,
    closed,
  }) as const;

function until(player: Player, second: number, conn = 1): void {
  for (const end = MINUTE + second * US_PER_SECOND; player.feed.now < end;) {
    player.wait(Math.min(5_000, (end - player.feed.now) / 1_000));
    player.frame(conn, { kind: 'heartbeat' });
  }
}

/** A market that received some trades of the minute as they happened, up to a second of it. */
function received(rows: readonly (readonly [number, number, number])[], upTo = 60, settings = {}): Player {
  const player = play({ symbols: ['AAA'], streams: ['book', 'trade', 'candle'], ...settings }, venue);
  player.settle();
  for (const row of [BEFORE, ...rows]) {
    until(player, row[1]);
    player.frame(1, traded(row));
  }
  until(player, upTo);
  player.take('request');
  player.events();
  return player;
}

const tradesOf = (player: Player) => player.feed.symbols.get('AAA')?.trades;
const doubted = (player: Player) => tradesOf(player)?.check.doubted.map(({ reason }) => reason);
const standing = (player: Player) => player.feed.symbols.get('AAA')?.streams.trade?.state;
const pagesAsked = (player: Player) => player.take('request').filter(({ call }) => call.question === 'trades');
const places = (events: readonly MarketEvent[]) =>
  events.flatMap((event) => (event.type === 'trade' ? [[event.id, event.ordinal - FIRST_ORDINAL, event.via]] : []));

/** All but the trades of 5.441 and 3, so 8.441 are missing. */
const LOSSY = [TRUE_TRADES[0], TRUE_TRADES[3]];
const NO_FINAL = 'the venue sent no final candle of 08:01 to compare trades with';
const WHY = "the venue's candle of 08:01 has a volume of 14.223, the trades received 5.782";

describe('a final candle', () => {
  test('with the volume of the trades received leaves them in order, and nothing is asked', () => {
    const player = received(TRUE_TRADES);
    player.frame(1, candle(14.223));
    player.wait(5_000);
    expect([standing(player), doubted(player), pagesAsked(player)]).toEqual(['synced', [], []]);
    expect(tradesOf(player)?.check.verified).toBe(MINUTE);
  });

  test.each([
    [14.2234, 0],
    [14.2236, 1],
    [14.2224, 1],
    [14.2226, 0],
  ])('of %d is the same as 14.223, or not, by half a step of 0.001', (volume, doubts) => {
    const player = received(TRUE_TRADES);
    player.frame(1, candle(volume));
    player.wait(2_500);
    expect(doubted(player)).toHaveLength(doubts);
  });

  test('with more puts the minute in doubt two seconds after its end, and one page of trades fills it', () => {
    const player = received(LOSSY);
    player.frame(1, candle(14.223));
    player.wait(1_900);
    expect(doubted(player)).toEqual([]);
    player.wait(200);
    expect([standing(player), doubted(player)]).toEqual(['gap', [WHY]]);
    const [asked] = pagesAsked(player);
    player.events();
    player.answer(asked as NonNullable<typeof asked>, page(BEFORE, ...TRUE_TRADES));
    const events = player.events();
    // Between the trades 1 and 2 of the stream there are two more, a third of the way apart.
    expect(places(events)).toEqual([
      ['12', 1 + 1 / 3, 'backfill'].map((value) => (typeof value === 'number' ? expect.closeTo(value, 6) : value)),
      ['15', 1 + 2 / 3, 'backfill'].map((value) => (typeof value === 'number' ? expect.closeTo(value, 6) : value)),
    ]);
    expect(states(events)).toEqual(['AAA trade synced']);
    expect([doubted(player), tradesOf(player)?.check.unexplained]).toEqual([[], 0]);
    until(player, 100);
    expect(pagesAsked(player)).toEqual([]);
  });

  test('does not doubt a minute whose late trades come within two seconds of its end', () => {
    const player = received(LOSSY);
    player.frame(1, candle(14.223));
    player.wait(1_000);
    player.frame(1, traded(TRUE_TRADES[1]), traded(TRUE_TRADES[2]));
    player.wait(3_000);
    expect([standing(player), doubted(player)]).toEqual(['synced', []]);
  });

  test('of trades that no page has ends the doubt, is counted, and the checks pause, longer each time', () => {
    const player = received(TRUE_TRADES);
    player.frame(1, candle(15));
    player.wait(2_500);
    player.frame(1, traded(AFTER));
    player.events();
    const [asked] = pagesAsked(player);
    player.answer(asked as NonNullable<typeof asked>, page(BEFORE, ...TRUE_TRADES, AFTER));
    const check = tradesOf(player)?.check;
    expect([standing(player), doubted(player), places(player.events())]).toEqual(['synced', [], []]);
    expect(check).toMatchObject({ unexplained: 1, pausedUntil: player.feed.now + US_PER_MINUTE });
    expect(player.feed.notes.at(-1)).toBe(
      'test:AAA: the candle has another volume than the trades that the venue lists, 1 time; they are compared again in 60 s',
    );
    player.frame(1, candle(16));
    player.wait(5_000);
    expect([doubted(player), pagesAsked(player)]).toEqual([[], []]);
  });

  test('leaves the doubt where the page begins inside the minute', () => {
    const player = received(LOSSY);
    player.frame(1, candle(14.223));
    player.wait(2_500);
    const [asked] = pagesAsked(player);
    player.answer(asked as NonNullable<typeof asked>, page(TRUE_TRADES[2], TRUE_TRADES[3]));
    expect([standing(player), doubted(player)]).toEqual(['synced', [WHY]]);
    until(player, 124);
    expect([doubted(player), pagesAsked(player)]).toEqual([[WHY], []]);
  });

  test('leaves the doubt where no page can be had, after five requests', () => {
    const player = received(LOSSY);
    player.frame(1, candle(14.223));
    let requests = 0;
    for (let i = 0; i < 300; i++) {
      player.wait(1_000);
      const ended = player.feed.now - MINUTE;
      // Later minutes are without trades.
      if (i % 5 === 0 && ended > 2 * US_PER_MINUTE) player.frame(1, candle(0, { minute: Math.floor(ended / US_PER_MINUTE) - 1 }));
      player.frame(1, { kind: 'heartbeat' });
      for (const asked of pagesAsked(player)) {
        requests++;
        player.answer(asked, {}, 500);
      }
    }
    expect(requests).toBeLessThan(40);
    expect([standing(player), doubted(player)]).toEqual(['synced', [WHY]]);
    expect(pagesAsked(player)).toEqual([]);
  });

  test('of a recording puts the minute in doubt for good', () => {
    const player = received(LOSSY, 60, { recorded: true });
    player.frame(1, candle(14.223));
    player.wait(3_000);
    expect([standing(player), doubted(player)]).toEqual(['synced', [WHY]]);
  });

  test('that never comes puts the minute in doubt after five seconds, until a page of trades reaches its start', () => {
    const player = received(LOSSY);
    player.frame(1, candle(5.782, { closed: false, second: 40 }));
    player.wait(2_000);
    expect(tradesOf(player)?.check.waits).toBe(MINUTE);
    player.wait(4_000);
    expect([standing(player), doubted(player), tradesOf(player)?.check.waits]).toEqual(['gap', [NO_FINAL], null]);
    player.frame(1, traded(AFTER));
    player.events();
    const [asked] = pagesAsked(player);
    player.answer(asked as NonNullable<typeof asked>, page(BEFORE, ...TRUE_TRADES, AFTER));
    expect([standing(player), doubted(player), tradesOf(player)?.check.unexplained]).toEqual(['synced', [], 0]);
    expect(places(player.events())).toHaveLength(2);
  });

  test.each([
    ['a candle with more', candle(14.223), WHY],
    ['no final candle', candle(5.782, { closed: false, second: 40 }), NO_FINAL],
  ])('a page that ends before the minute does decides nothing and is asked for again: %s', (_, sent, why) => {
    const player = received(LOSSY);
    player.frame(1, sent);
    player.wait(6_000);
    player.frame(1, traded(AFTER));
    const [asked] = pagesAsked(player);
    // The list lags: it lacks the trades since second 20.
    player.answer(asked as NonNullable<typeof asked>, page(BEFORE, TRUE_TRADES[0]));
    expect([doubted(player), tradesOf(player)?.check.unexplained]).toEqual([[why], 0]);
    player.wait(6_000);
    const [again] = pagesAsked(player);
    player.answer(again as NonNullable<typeof again>, page(BEFORE, ...TRUE_TRADES, AFTER));
    expect([standing(player), doubted(player), tradesOf(player)?.check.unexplained]).toEqual(['synced', [], 0]);
  });

  test('that no open stream could bring leaves the minute in doubt as well', () => {
    const player = received(LOSSY);
    const status = player.feed.symbols.get('AAA')?.streams.candle;
    if (status === undefined) throw new Error('no candles are followed');
    status.state = 'down';
    player.wait(1_000);
    expect(tradesOf(player)?.check.waits).toBe(MINUTE);
    player.wait(5_000);
    expect(doubted(player)).toEqual([NO_FINAL]);
  });

  test('is not waited for in a minute without trades and without any candle', () => {
    const player = received(TRUE_TRADES);
    player.frame(1, candle(14.223));
    until(player, 130);
    expect([doubted(player), pagesAsked(player)]).toEqual([[], []]);
  });

  test('that never comes leaves the minute in doubt where the page begins inside it', () => {
    const player = received(LOSSY);
    player.frame(1, candle(5.782, { closed: false, second: 40 }));
    player.wait(6_000);
    const [asked] = pagesAsked(player);
    player.answer(asked as NonNullable<typeof asked>, page(...TRUE_TRADES));
    expect([standing(player), doubted(player)]).toEqual(['synced', [NO_FINAL]]);
  });

  test('of a minute that has not begun, from a venue whose clock was set back, proves nothing', () => {
    const player = received(LOSSY);
    player.frame(1, candle(5.782, { closed: false, second: 40 }), candle(7, { minute: 60 }));
    player.wait(6_000);
    expect(doubted(player)).toEqual([NO_FINAL]);
  });

  test('that comes while the clock is uncertain counts once it is certain, and else a page decides', () => {
    const player = received(LOSSY);
    player.frame(1, candle(5.782, { closed: false, second: 40 }));
    player.frame(1, candle(14.223), traded([90, 3_600, 1]));
    player.wait(8_000);
    expect(doubted(player)).toEqual([]);
    player.frame(1, traded([91, 69, 1]));
    player.wait(200);
    expect(doubted(player)).toEqual([NO_FINAL]);
  });
});

describe('an unfinished candle', () => {
  test('shows a loss two seconds later, also if trades of as much volume come in between', () => {
    const player = received([TRUE_TRADES[0]], 21);
    player.frame(1, candle(10.941, { closed: false, second: 21 }));
    player.wait(1_000);
    player.frame(1, traded([17, 22, 9]));
    player.wait(1_200);
    expect(doubted(player)).toEqual(["the venue's candle of 08:01 has a volume of 10.941 so far, the trades received 2.5"]);
    const [asked] = pagesAsked(player);
    player.answer(asked as NonNullable<typeof asked>, page(BEFORE, ...TRUE_TRADES.slice(0, 3), [17, 22, 9]));
    expect([standing(player), doubted(player)]).toEqual(['synced', []]);
  });

  test('of a minute whose page begins inside it asks once, once more when it is final, and reports one gap', () => {
    const player = received([TRUE_TRADES[0]], 10);
    const events: MarketEvent[] = [];
    let requests = 0;
    const answerPages = () => {
      for (const asked of pagesAsked(player)) {
        requests++;
        player.answer(asked, page(TRUE_TRADES[0], TRUE_TRADES[1]));
      }
    };
    for (let second = 12; second < 60; second++) {
      player.frame(1, candle(10 + second, { closed: false, second }));
      player.wait(1_000);
      answerPages();
      events.push(...player.events());
    }
    expect(requests).toBe(1);
    expect(states(events)).toEqual(['AAA candle synced', 'AAA trade gap', 'AAA trade synced']);
    expect(doubted(player)).toEqual([expect.stringMatching(/volume of 6\d so far/)]);
    player.frame(1, candle(72.5));
    for (let i = 0; i < 20; i++) {
      player.wait(1_000);
      player.frame(1, { kind: 'heartbeat' });
      answerPages();
    }
    expect(requests).toBe(2);
    expect(states(player.events()).filter((state) => state === 'AAA trade gap')).toEqual([]);
    expect(doubted(player)).toEqual([expect.stringContaining('has a volume of 72.5, the trades')]);
    player.frame(1, candle(71, { closed: false, second: 59 }));
    player.wait(3_000);
    expect(doubted(player)).toEqual([expect.stringContaining('has a volume of 72.5, the trades')]);
  });

  test('that lags behind the trades shows nothing', () => {
    const player = received(TRUE_TRADES.slice(0, 3), 21);
    player.frame(1, candle(2.5, { closed: false, second: 21 }));
    player.wait(3_000);
    expect([standing(player), doubted(player)]).toEqual(['synced', []]);
  });
});

test('a page for a minute in doubt repeats no trade that filled a gap, however many ids are remembered', () => {
  const player = play({ symbols: ['AAA'], streams: ['book', 'trade', 'candle'] }, venue);
  player.settle();
  until(player, 2);
  const many = Array.from({ length: RECENT_MOST + 100 }, (_, i) => [100 + i, 1 + i / RECENT_MOST, 0.001] as const);
  player.frame(1, traded(BEFORE), ...many.map((row) => traded(row)));
  const conn = reconnect(player);
  const [known, lost, fetched, newest] = [many.at(-1) ?? BEFORE, [20_001, 20, 3], [20_002, 21, 1], [20_003, 50, 4]] as const;
  until(player, 50, conn);
  player.frame(conn, traded(newest));
  player.wait(2_000);
  const [asked] = pagesAsked(player);
  player.answer(asked as NonNullable<typeof asked>, page(known, fetched, newest));
  expect(
    places(player.events())
      .map(([id]) => id)
      .slice(-2),
  ).toEqual(['20003', '20002']);
  until(player, 60, conn);
  player.frame(conn, candle(100));
  player.wait(3_000);
  const [again] = pagesAsked(player);
  player.answer(again as NonNullable<typeof again>, page(known, lost, fetched, newest));
  expect(places(player.events()).map(([id]) => id)).toEqual(['20001']);
});

test('a minute is not compared where trades are missing anyway, or known only from within it', () => {
  const late = play({ symbols: ['AAA'], streams: ['book', 'trade', 'candle'] }, venue);
  late.settle();
  until(late, 1);
  late.frame(1, traded(TRUE_TRADES[0]));
  until(late, 60);
  late.frame(1, candle(14.223));
  late.wait(4_000);
  expect(doubted(late)).toEqual([]);
});

test('a venue whose ids prove that nothing is missing is not compared', () => {
  const player = play(
    { symbols: ['AAA'], streams: ['book', 'trade', 'candle'] },
    { ...venue, trades: tradeRule('contiguous', 'by_id') },
  );
  player.settle();
  until(player, -1);
  player.frame(1, traded(BEFORE), traded([10, 1, 2.5]));
  until(player, 60);
  player.frame(1, candle(14.223));
  player.wait(4_000);
  expect([standing(player), doubted(player), tradesOf(player)?.check.sums]).toEqual(['synced', [], []]);
});

test('a checkpoint keeps the comparison, and one of an earlier build compares no minute that has begun', () => {
  const player = received(LOSSY);
  player.frame(1, candle(14.223));
  player.wait(2_500);
  const restored = fromCheckpointedFeed(fromCheckpoint(toCheckpoint(player.feed)) as typeof player.feed, venue);
  expect(restored).toEqual(player.feed);
  const older = fromCheckpoint(toCheckpoint(player.feed)) as typeof player.feed;
  for (const { trades } of older.symbols.values()) Reflect.deleteProperty(trades, 'check');
  const check = fromCheckpointedFeed(older, venue).symbols.get('AAA')?.trades.check;
  expect(check).toMatchObject({ sums: [], doubted: [], since: player.feed.now + US_PER_MINUTE });
});
