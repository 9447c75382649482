import { describe, expect, test } from 'vitest';
import { US_PER_MINUTE, US_PER_SECOND, type Decoded, type MarketEvent } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { allChannel } from './channels.ts';
import { MOST_ROWS } from './latest-rows.ts';
import { reduce } from './reduce.ts';
import { funding, mark, markingAll } from './testing/numbers-as-received.ts';
import { play, type Player } from './testing/player.ts';
import { instrument, wire } from './testing/venue.ts';

const SETTINGS = { symbols: ['AAA'], streams: ['mark', 'funding'], latest: true } as const;
const venue = markingAll();
/** Connection of the followed market, and of the channel over all. */
const OWN = 1;
const ALL = 2;

function running(settings: Partial<Parameters<typeof play>[0]> = {}): Player {
  const player = play({ ...SETTINGS, ...settings }, venue);
  const [definitions] = player.take('request');
  if (definitions !== undefined) player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')] });
  for (const { conn } of player.take('connect')) player.open(conn);
  return player;
}

const stated = (player: Player, symbol: string, price: number): Decoded[] => [
  mark({ symbol, tsEvent: player.feed.now, markPrice: price }),
  funding({ symbol, tsEvent: player.feed.now, rate: price / 1e6 }),
];
const rowOf = ({ feed }: Player, symbol: string) => feed.latest.rows.get(symbol);
const priceOf = (player: Player, symbol: string) =>
  rowOf(player, symbol)?.held.flatMap(({ message }) => (message.kind === 'mark' ? [message.markPrice] : []));
const marks = (events: readonly MarketEvent[]) => events.filter(({ type }) => type === 'mark' || type === 'funding');

/** Why connections were closed while nothing but pongs came for some seconds. */
function closedWithin(player: Player, seconds: number): string[] {
  for (let second = 0; second < seconds; second++) {
    player.wait(1_000);
    for (const conn of [OWN, ALL]) player.pong(conn);
  }
  return player.take('disconnect').map(({ reason }) => reason);
}

describe('a market that is not followed', () => {
  test('keeps its newest message of each stream with its receive time, and gives no event', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    player.wait(1_000);
    player.frame(ALL, ...stated(player, 'BBB', 6));
    expect(rowOf(player, 'BBB')?.held).toEqual([
      { at: player.feed.now, message: mark({ symbol: 'BBB', tsEvent: player.feed.now, markPrice: 6 }), refused: null },
      { at: player.feed.now, message: funding({ symbol: 'BBB', tsEvent: player.feed.now, rate: 6e-6 }), refused: null },
    ]);
    expect(marks(player.events())).toEqual([]);
    expect(player.feed).toMatchObject({ unfollowed: 0, quarantined: 0, latest: { leftOut: 0 } });
  });

  test('a repeated and an older frame change nothing', () => {
    const player = running();
    const old = stated(player, 'BBB', 5);
    player.wait(1_000);
    const now = stated(player, 'BBB', 6);
    player.frame(ALL, ...now);
    const kept = rowOf(player, 'BBB');
    player.wait(1_000);
    player.frame(ALL, ...now);
    player.frame(ALL, ...old);
    expect(rowOf(player, 'BBB')).toBe(kept);
  });

  test('funding is kept side by side by its status', () => {
    const player = running();
    const tsEvent = player.feed.now;
    player.frame(ALL, funding({ symbol: 'BBB', tsEvent }), funding({ symbol: 'BBB', tsEvent, status: 'settled', rate: -0.01 }));
    expect(rowOf(player, 'BBB')?.held.map(({ message }) => message.kind === 'funding' && message.rate)).toEqual([0.0002, -0.01]);
  });

  test.each(['__proto__', 'constructor', 'toString', '币安人生USDT', '*'])('may be named %s', (name) => {
    const player = running();
    player.frame(ALL, ...stated(player, name, 5));
    expect(priceOf(player, name)).toEqual([5]);
    expect(priceOf(player, 'BBB')).toBeUndefined();
    const back = fromCheckpointedFeed(fromCheckpoint(toCheckpoint(player.feed)) as Player['feed'], venue);
    expect([...back.latest.rows]).toEqual([...player.feed.latest.rows]);
  });

  test('without the setting, as in older logs, its messages are dropped and counted', () => {
    const player = play({ ...SETTINGS, latest: false }, venue);
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('AAA')] });
    expect(player.take('connect')).toHaveLength(1);
    player.open(OWN);
    player.frame(OWN, ...stated(player, 'BBB', 5));
    expect(player.feed).toMatchObject({ unfollowed: 2, latest: { rows: new Map() } });
  });

  test('has a row although nothing is followed', () => {
    const player = running({ symbols: [] });
    player.frame(1, ...stated(player, 'BBB', 5));
    expect(priceOf(player, 'BBB')).toEqual([5]);
    expect(allChannel(player.feed, 'mark')).toMatchObject({ state: 'synced' });
  });
});

describe('a bad frame', () => {
  const nan = (symbol: string): Decoded => mark({ symbol, tsEvent: null, markPrice: Number.NaN });

  test('loses only its bad messages: the older value stays, in doubt until the next', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5), ...stated(player, 'CCC', 7));
    player.wait(1_000);
    const bad = mark({ symbol: 'BBB', tsEvent: player.feed.now, markPrice: -1 });
    player.frame(ALL, bad, ...stated(player, 'CCC', 8));
    expect(rowOf(player, 'BBB')?.held[0]).toMatchObject({
      message: { markPrice: 5 },
      refused: 'a mark was refused: markPrice -1',
    });
    expect(priceOf(player, 'CCC')).toEqual([8]);
    player.wait(1_000);
    player.frame(ALL, ...stated(player, 'BBB', 6));
    expect(rowOf(player, 'BBB')?.held.map(({ refused }) => refused)).toEqual([null, null]);
  });

  test('gives no row to a market with nothing but bad numbers, and one line of the log for all of them', () => {
    const player = running();
    // JSON has no NaN, so it arrives as null, which this field can't be.
    player.frame(ALL, ...Array.from({ length: 1_000 }, (_, i) => nan(`X${i}`)));
    expect(player.feed.latest.rows.size).toBe(0);
    expect(player.feed.quarantined).toBe(1_000);
    expect(player.take('quarantine')).toHaveLength(1);
  });

  test('a refusal that names a market puts its row in doubt; one that names none, the whole channel', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5), ...stated(player, 'CCC', 7));
    const refused = { kind: 'refused', reason: 'bad_number', detail: 'p: "x"', streams: ['mark'] } as const;
    player.frame(ALL, { ...refused, symbol: 'BBB' });
    expect(rowOf(player, 'BBB')?.held.map(({ refused: why }) => why)).toEqual(['a message was refused: p: "x"', null]);
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
    player.frame(ALL, refused);
    expect(allChannel(player.feed, 'mark')?.state).toBe('gap');
    expect(allChannel(player.feed, 'funding')?.state).toBe('synced');
    player.wait(1_000);
    player.frame(ALL, ...stated(player, 'CCC', 8));
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
  });

  test('of 20,000 names keeps as many rows as it may, and counts the others', () => {
    const player = running();
    const names = Array.from({ length: 20_000 }, (_, i) => `N${i}`);
    for (let second = 0; second < 2; second++) {
      player.frame(ALL, ...names.map((symbol) => mark({ symbol, tsEvent: player.feed.now, markPrice: second + 1 })));
      player.wait(1_000);
    }
    expect(player.feed.latest).toMatchObject({ leftOut: 2 * (20_000 - MOST_ROWS) });
    expect(player.feed.latest.rows.size).toBe(MOST_ROWS);
    expect(priceOf(player, 'N0')).toEqual([2]);
    expect(priceOf(player, `N${MOST_ROWS}`)).toBeUndefined();
  });
});

describe('the channel', () => {
  test('is down when its connection is lost, syncing when it is back, and synced with the next frame', () => {
    const player = running();
    const states: (string | undefined)[] = [];
    const note = () => states.push(allChannel(player.feed, 'mark')?.state);
    note();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    note();
    player.close(ALL);
    note();
    player.wait(1_000);
    note();
    const [again] = player.take('connect');
    player.open(again!.conn);
    note();
    player.frame(again!.conn, ...stated(player, 'BBB', 6));
    note();
    expect(states).toEqual(['syncing', 'synced', 'down', 'connecting', 'syncing', 'synced']);
  });

  test('is stale after a minute of silence while its habit is unknown, and later by its habit', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    for (let second = 0; second < 59; second++) {
      player.wait(1_000);
      player.pong(ALL);
    }
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
    player.wait(2_000);
    expect(allChannel(player.feed, 'mark')).toMatchObject({ state: 'stale', reason: 'silent for longer than its habit' });
  });

  test('its repeats are no sign of life', () => {
    const player = running();
    const frame = stated(player, 'BBB', 5);
    for (let second = 0; second < 65; second++) {
      player.frame(ALL, ...frame);
      player.wait(1_000);
    }
    expect(allChannel(player.feed, 'mark')?.state).toBe('stale');
  });

  test.each([{ markPrice: 5 }, { markPrice: -1 }])('hears 400 good frames after one ahead of its time with %j', (wrong) => {
    const player = running({ streams: ['mark'] });
    player.frame(ALL, mark({ symbol: 'BBB', tsEvent: player.feed.now, markPrice: 4 }));
    player.frame(ALL, mark({ symbol: 'BBB', tsEvent: player.feed.now + 10 * US_PER_MINUTE, ...wrong }));
    for (let second = 0; second < 400; second++) {
      player.frame(ALL, mark({ symbol: 'BBB', tsEvent: player.feed.now, markPrice: 5 + second }));
      player.wait(1_000);
      expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
    }
    expect(priceOf(player, 'BBB')).toEqual([404]);
  });

  test('is not woken by a refused message', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    for (let second = 0; second < 65; second++) {
      player.wait(1_000);
      player.frame(ALL, mark({ symbol: 'BBB', tsEvent: player.feed.now, markPrice: -1 }));
    }
    expect(allChannel(player.feed, 'mark')?.state).toBe('stale');
  });

  test('begins with any time over a new connection', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    const old = player.feed.now - 5 * US_PER_SECOND;
    player.close(ALL);
    player.wait(1_000);
    const [again] = player.take('connect');
    player.open(again!.conn);
    player.frame(again!.conn, mark({ symbol: 'CCC', tsEvent: old }));
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
  });

  test('reconnects when it is silent for half a minute after it became stale, at most every five minutes', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    expect([85, 10].map((seconds) => closedWithin(player, seconds))).toEqual([[], ['the channel of every mark went silent']]);
    const [again] = player.take('connect');
    player.open(again!.conn);
    player.frame(again!.conn, ...stated(player, 'BBB', 6));
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
  });

  test('reconnects when it never began', () => {
    const player = running();
    expect([59, 3].map((seconds) => closedWithin(player, seconds))).toEqual([[], ['the channel of every mark went silent']]);
  });

  test('works while it brings only followed markets', () => {
    const player = running();
    for (let second = 0; second < 120; second++) {
      player.frame(ALL, ...stated(player, 'AAA', 5 + second));
      player.pong(OWN);
      player.wait(1_000);
    }
    expect(player.take('disconnect')).toEqual([]);
    expect(allChannel(player.feed, 'mark')?.state).toBe('synced');
    expect(marks(player.events())).toEqual([]);
  });

  test('stays down while another connection brings its messages', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    player.close(ALL);
    player.frame(OWN, ...stated(player, 'BBB', 6));
    expect(allChannel(player.feed, 'mark')?.state).toBe('down');
    expect(priceOf(player, 'BBB')).toEqual([5]);
  });

  test('says nothing of a followed market, whose own connection may be lost', () => {
    const player = running();
    player.close(OWN);
    player.events();
    player.frame(ALL, ...stated(player, 'AAA', 5));
    expect(marks(player.events())).toEqual([]);
    expect(rowOf(player, 'AAA')).toBeUndefined();
  });

  test('a market that it leaves out keeps its row for a day, also when the receive clock is set back', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'GONE', 5));
    const { feed } = player;
    const day = 24 * 60 * US_PER_MINUTE;
    const tick = (at: number) => reduce(venue, feed, { kind: 'tick', venue: 'test', at });
    const before = feed.now;
    tick(before - 60 * US_PER_SECOND);
    expect(rowOf(player, 'GONE')?.held[0]?.at).toBe(before - 60 * US_PER_SECOND);
    expect(allChannel(feed, 'mark')?.heardAt).toBe(before - 60 * US_PER_SECOND);
    tick(before + day - 61 * US_PER_SECOND);
    expect(feed.latest.rows.size).toBe(1);
    tick(before + day + 2 * US_PER_SECOND);
    expect(feed.latest.rows.size).toBe(0);
  });
});

describe('following', () => {
  function followed(): { readonly player: Player; readonly frame: readonly Decoded[]; readonly at: number } {
    const player = running();
    const frame = stated(player, 'BBB', 5);
    const at = player.feed.now;
    player.frame(ALL, ...frame);
    player.wait(700);
    player.follow('BBB');
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('BBB')] });
    return { player, frame, at };
  }

  test('turns the row into a market that begins with its values and their time', () => {
    const { player, frame, at } = followed();
    expect(rowOf(player, 'BBB')).toBeUndefined();
    expect(player.feed.symbols.has('BBB')).toBe(true);
    const events = marks(player.events());
    expect(events).toMatchObject([
      { type: 'mark', symbol: 'BBB', markPrice: 5, tsEvent: at, tsRecv: player.feed.now },
      { type: 'funding', symbol: 'BBB', rate: 5e-6, tsEvent: at },
    ]);
    // The same values again over its own connection are no second event; newer ones are.
    const conn = player.take('connect').at(-1)!.conn;
    player.open(conn);
    player.frame(conn, ...frame);
    expect(marks(player.events())).toEqual([]);
    player.wait(1_000);
    player.frame(conn, ...stated(player, 'BBB', 6));
    expect(marks(player.events())).toMatchObject([{ markPrice: 6 }, { rate: 6e-6 }]);
    player.frame(ALL, ...stated(player, 'BBB', 6));
    expect(rowOf(player, 'BBB')).toBeUndefined();
  });

  test('unfollowing turns it back, with the values that it had and then the next ones', () => {
    const { player } = followed();
    const conn = player.take('connect').at(-1)!.conn;
    player.open(conn);
    const at = player.feed.now;
    player.frame(conn, ...stated(player, 'BBB', 7));
    player.wait(500);
    player.events();
    player.unfollow('BBB');
    expect(rowOf(player, 'BBB')?.held).toMatchObject([
      { at, message: { markPrice: 7 } },
      { at, message: { kind: 'funding' } },
    ]);
    player.frame(ALL, ...stated(player, 'BBB', 9));
    expect(priceOf(player, 'BBB')).toEqual([9]);
    expect(marks(player.events())).toEqual([]);
  });

  test('doubt moves with a value, into the market and back to the row', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    player.frame(ALL, mark({ symbol: 'BBB', tsEvent: player.feed.now + 1, markPrice: -1 }));
    player.follow('BBB');
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('BBB')] });
    const { mark: own, funding: other } = player.feed.symbols.get('BBB')!.streams;
    expect(own).toMatchObject({ state: 'gap', reason: 'a mark was refused: markPrice -1' });
    expect(other).toMatchObject({ state: 'connecting' });
    player.unfollow('BBB');
    expect(rowOf(player, 'BBB')?.held.map(({ refused }) => refused)).toEqual([
      'its own mark was gap: a mark was refused: markPrice -1',
      'its own funding was connecting: starting',
    ]);
    player.wait(1_000);
    player.frame(ALL, ...stated(player, 'BBB', 6));
    expect(rowOf(player, 'BBB')?.held.map(({ refused }) => refused)).toEqual([null, null]);
  });

  test('a value without a time of the venue would seem younger, so it waits for the next message', () => {
    const player = running();
    player.frame(ALL, mark({ symbol: 'BBB', tsEvent: null, markPrice: 5 }));
    player.wait(700);
    player.follow('BBB');
    player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('BBB')] });
    expect(marks(player.events())).toEqual([]);
    expect(rowOf(player, 'BBB')).toBeUndefined();
  });

  test('a market that the venue does not define stays a row', () => {
    const player = running();
    player.frame(ALL, ...stated(player, 'BBB', 5));
    player.follow('BBB');
    player.answer(player.take('request')[0]!, null, 404);
    expect(player.take('follow')).toMatchObject([{ outcome: 'unknown_symbol' }]);
    expect(priceOf(player, 'BBB')).toEqual([5]);
  });
});

test('a checkpoint restores the rows, and the feed continues from it with the same effects', () => {
  const player = running();
  player.frame(ALL, ...stated(player, 'BBB', 5), ...stated(player, 'CCC', 7));
  const text = toCheckpoint(player.feed);
  const back = fromCheckpointedFeed(fromCheckpoint(text) as Player['feed'], venue);
  expect(toCheckpoint(back)).toBe(text);
  const input = { venue: 'test', kind: 'frame', conn: ALL, at: player.feed.now + US_PER_SECOND } as const;
  const next = { ...input, text: wire([mark({ symbol: 'CCC', tsEvent: input.at, markPrice: 8 })]) };
  expect(reduce(venue, back, next)).toEqual(reduce(venue, player.feed, next));
  expect(toCheckpoint(back)).toBe(toCheckpoint(player.feed));
});
