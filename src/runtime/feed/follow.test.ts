import { describe, expect, test } from 'vitest';
import type { Context } from './context.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { delta, play, snapshot, states, trade, type Player } from './testing/player.ts';
import { refuseSimulator } from './refuse-simulator.ts';
import { instrument, testVenue } from './testing/venue.ts';

const running = (): Player => {
  const player = play();
  player.settle();
  player.take('connect');
  player.take('request');
  return player;
};

const outcomes = (player: Player) => player.take('follow').map(({ kind: _, ...outcome }) => outcome);
const definitionOf = (player: Player, symbol: string) => {
  const request = player.take('request').find(({ call }) => call.question === 'instruments' && call.symbol === symbol);
  if (request === undefined) throw new Error(`no definition of ${symbol} was asked for`);
  return request;
};

function followed(player: Player, symbol = 'CCC'): number {
  player.follow(symbol);
  player.answer(definitionOf(player, symbol), { kind: 'instruments', instruments: [instrument(symbol)] });
  const [connect] = player.take('connect');
  if (connect === undefined) throw new Error('no connection was opened');
  player.open(connect.conn);
  return connect.conn;
}

describe('a symbol followed at run time', () => {
  test('is asked for first, and gets a connection that leaves the others alone', () => {
    const player = running();
    player.follow('CCC');
    expect(player.feed.symbols.has('CCC')).toBe(false);
    expect(player.feed.wanted).toEqual(['CCC']);
    player.answer(definitionOf(player, 'CCC'), { kind: 'instruments', instruments: [instrument('CCC')] });
    expect(outcomes(player)).toEqual([{ outcome: 'followed', symbol: 'CCC' }]);
    expect(player.take('connect').map(({ conn }) => conn)).toEqual([2]);
    player.open(2);
    player.frame(2, delta('CCC', 5, 5));
    const book = player.take('request').find(({ call }) => call.question === 'snapshot');
    if (book) player.answer(book, snapshot('CCC', 4));
    const seen = states(player.events());
    expect(seen).toContain('CCC book synced');
    expect(seen.filter((state) => !state.startsWith('CCC'))).toEqual([]);
    player.frame(1, delta('AAA', 101, 101));
    expect(player.feed.symbols.get('AAA')?.book).toMatchObject({ phase: 'synced', last: 101 });
    expect(player.take('disconnect')).toEqual([]);
  });

  test('that the venue lacks changes nothing and is said to be unknown, by a 404 or by its absence', () => {
    const player = running();
    const before = toCheckpoint([...player.feed.symbols]);
    player.follow('XXX');
    player.answer(definitionOf(player, 'XXX'), {}, 404);
    player.follow('YYY');
    player.answer(definitionOf(player, 'YYY'), { kind: 'instruments', instruments: [instrument('AAA')] });
    expect(outcomes(player)).toEqual([
      { outcome: 'unknown_symbol', symbol: 'XXX' },
      { outcome: 'unknown_symbol', symbol: 'YYY' },
    ]);
    expect(player.feed.wanted).toEqual([]);
    expect(toCheckpoint([...player.feed.symbols])).toBe(before);
    expect(player.feed.notes).toEqual([]);
    expect(player.take('connect')).toEqual([]);
    player.wait(60_000);
    expect(player.take('request').filter(({ call }) => call.question === 'instruments')).toEqual([]);
  });

  test('whose definition can not be had is given up with the reason, after a second try', () => {
    const player = running();
    player.follow('CCC');
    player.answer(definitionOf(player, 'CCC'), {}, 500);
    expect(outcomes(player)).toEqual([]);
    player.wait(2_000);
    player.answer(definitionOf(player, 'CCC'), {}, 500);
    expect(outcomes(player)).toEqual([{ outcome: 'failed', symbol: 'CCC', detail: 'status 500' }]);
    player.wait(60_000);
    expect(player.take('request').filter(({ call }) => call.symbol === 'CCC')).toEqual([]);
    expect(player.feed.symbols.has('CCC')).toBe(false);
  });

  test('whose definition is unreadable is followed by the digits seen', () => {
    const player = running();
    player.follow('CCC');
    const refused = [{ symbol: 'CCC', reason: 'bad_number', detail: 'tick' }];
    player.answer(definitionOf(player, 'CCC'), { kind: 'instruments', instruments: [], refused });
    expect(outcomes(player)).toEqual([{ outcome: 'followed', symbol: 'CCC' }]);
    expect(player.feed.symbols.get('CCC')?.instrument?.scaleFrom).toBe('digits');
  });

  test('twice is followed once', () => {
    const player = running();
    player.follow('CCC');
    player.follow('CCC');
    player.answer(definitionOf(player, 'CCC'), { kind: 'instruments', instruments: [instrument('CCC')] });
    player.follow('CCC');
    expect(outcomes(player).map(({ outcome }) => outcome)).toEqual(['followed', 'already_followed']);
    expect(player.take('connect')).toHaveLength(1);
  });

  test('before the first definitions are in is connected with the others', () => {
    const player = play();
    const [first] = player.take('request');
    player.follow('CCC');
    player.answer(definitionOf(player, 'CCC'), { kind: 'instruments', instruments: [instrument('CCC')] });
    expect(player.take('connect')).toEqual([]);
    if (first) player.answer(first, { kind: 'instruments', instruments: [instrument('AAA'), instrument('BBB')] });
    expect(player.take('connect')).toHaveLength(1);
    expect(player.feed.slots[0]?.subscriptions.map(({ symbol }) => symbol)).toContain('CCC');
  });

  test('is the first of a feed that had none', () => {
    const player = play({ symbols: [] });
    expect(player.take('request')).toEqual([]);
    followed(player);
    expect([...player.feed.symbols.keys()]).toEqual(['CCC']);
  });

  test('that was unknown at start is followed once the venue has it', () => {
    const player = play();
    const [first] = player.take('request');
    if (first) player.answer(first, { kind: 'instruments', instruments: [instrument('AAA')] });
    expect(player.feed.symbols.get('BBB')?.unknown).toBe(true);
    followed(player, 'BBB');
    expect(player.feed.symbols.get('BBB')).toMatchObject({ unknown: false, instrument: { symbol: 'BBB' } });
  });

  test('waits for its turn where the venue allows few connections a minute', () => {
    const player = play({}, { ...testVenue, card: { ...testVenue.card, connectsPerMinute: 1 } });
    player.settle();
    player.follow('CCC');
    player.answer(definitionOf(player, 'CCC'), { kind: 'instruments', instruments: [instrument('CCC')] });
    expect(player.take('connect')).toEqual([]);
    for (let second = 0; second < 61; second++) {
      player.wait(1_000);
      player.pong(1);
    }
    expect(player.take('connect')).toHaveLength(1);
  });
});

describe('a symbol no longer followed', () => {
  test('that has a connection of its own closes it; the place is used again', () => {
    const player = running();
    const conn = followed(player);
    player.unfollow('CCC');
    expect(player.take('disconnect').map((effect) => effect.conn)).toEqual([conn]);
    expect(player.feed.symbols.has('CCC')).toBe(false);
    expect(player.feed.conns.has(conn)).toBe(false);
    followed(player, 'DDD');
    expect(player.feed.slots).toHaveLength(2);
  });

  test('is unsubscribed on a connection that others share and keep', () => {
    const player = running();
    player.unfollow('BBB');
    expect(player.take('send').map(({ conn, text }) => [conn, text])).toEqual([[1, 'unsubscribe BBB']]);
    expect(outcomes(player)).toEqual([{ outcome: 'unfollowed', symbol: 'BBB' }]);
    expect(states(player.events())).toEqual(['BBB book down', 'BBB trade down', 'BBB ticker down', 'BBB quote down']);
    player.frame(1, delta('AAA', 101, 101), delta('BBB', 101, 101), trade('BBB', 7));
    expect(player.feed.symbols.get('AAA')?.book.last).toBe(101);
    expect(player.events().filter(({ symbol }) => symbol === 'BBB')).toEqual([]);
    player.close(1);
    player.wait(1_000);
    expect(player.feed.slots[0]?.subscriptions.map(({ symbol }) => symbol)).not.toContain('BBB');
  });

  test('gets no answer of before when it is followed again', () => {
    const player = running();
    followed(player);
    player.frame(2, delta('CCC', 5, 5));
    const [old] = player.take('request').filter(({ call }) => call.question === 'snapshot');
    player.unfollow('CCC');
    followed(player);
    if (old) player.answer(old, snapshot('CCC', 4));
    expect(player.feed.symbols.get('CCC')?.book.phase).not.toBe('synced');
  });

  test('that was only asked for is not followed when its definition comes', () => {
    const player = running();
    player.follow('CCC');
    const request = definitionOf(player, 'CCC');
    player.unfollow('CCC');
    player.answer(request, { kind: 'instruments', instruments: [instrument('CCC')] });
    expect(outcomes(player)).toEqual([{ outcome: 'unfollowed', symbol: 'CCC' }]);
    expect(player.feed.symbols.has('CCC')).toBe(false);
    player.unfollow('CCC');
    expect(outcomes(player)).toEqual([{ outcome: 'not_followed', symbol: 'CCC' }]);
  });
});

test('a checkpoint taken while a definition is awaited continues to the same state', () => {
  const player = running();
  player.follow('CCC');
  const request = definitionOf(player, 'CCC');
  const text = toCheckpoint(player.feed);
  const restored = fromCheckpointedFeed(fromCheckpoint(text) as Player['feed'], testVenue);
  expect(toCheckpoint(restored)).toBe(text);
  const again = play();
  Object.assign(again.feed, restored);
  for (const one of [player, again]) {
    one.answer(request, { kind: 'instruments', instruments: [instrument('CCC')] });
    one.open(2);
  }
  expect(toCheckpoint(again.feed)).toBe(toCheckpoint(player.feed));
});

test('a checkpoint of a build without subscriptions in its slots gets the planned ones', () => {
  const player = running();
  const { wanted: _, ...older } = player.feed;
  const slots = player.feed.slots.map(({ subscriptions: _gone, ...slot }) => slot);
  const restored = fromCheckpointedFeed(fromCheckpoint(toCheckpoint({ ...older, slots })) as Player['feed'], testVenue);
  expect(restored.slots).toEqual(player.feed.slots);
  expect(restored.wanted).toEqual([]);
});

test('a venue with one call for all definitions decides each symbol that waits by it', () => {
  const venue = {
    ...testVenue,
    questions: { ...testVenue.questions, instruments: { ...testVenue.questions.instruments, request: () => ({ path: '/all' }) } },
  };
  const player = play({}, venue);
  player.settle();
  player.follow('CCC');
  player.follow('XXX');
  const [all, ...others] = player.take('request').filter(({ call }) => call.question === 'instruments');
  expect(others).toEqual([]);
  if (all) player.answer(all, { kind: 'instruments', instruments: [instrument('AAA'), instrument('CCC')] });
  expect(outcomes(player)).toEqual([
    { outcome: 'followed', symbol: 'CCC' },
    { outcome: 'unknown_symbol', symbol: 'XXX' },
  ]);
});

test('a refused feed answers callers: it follows nothing, asks nothing, and still unfollows', () => {
  const player = running();
  player.follow('CCC');
  Object.assign(player.feed.settings, { source: 'live' });
  const context: Context = { venue: testVenue, feed: player.feed, effects: [] };
  refuseSimulator(context);
  const why = player.feed.refused ?? '';
  expect(context.effects).toContainEqual({ kind: 'follow', outcome: 'failed', symbol: 'CCC', detail: why });
  player.follow('DDD');
  player.unfollow('AAA');
  expect(outcomes(player)).toEqual([
    { outcome: 'failed', symbol: 'DDD', detail: why },
    { outcome: 'unfollowed', symbol: 'AAA' },
  ]);
  expect(player.feed.symbols.has('AAA')).toBe(false);
});
