import { expect, test } from 'vitest';
import type { CardStream, Venue } from '../../core/index.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { newStream } from './state.ts';
import { play, states, trade } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const having = (...streams: readonly CardStream[]): Venue => ({ ...testVenue, card: { ...testVenue.card, streams } });

test('a symbol has the streams of the card that are for its kind of instrument, and subscribes to no other', () => {
  const venue = having({ kind: 'book' }, { kind: 'trade' }, { kind: 'ticker', instruments: ['perp'] });
  const player = play({}, venue);
  expect(Object.keys(player.feed.symbols.get('AAA')?.streams ?? {})).toEqual(['book', 'trade', 'ticker']);
  const [definitions] = player.take('request');
  if (definitions === undefined) throw new Error('no definitions are asked for');
  player.answer(definitions, {
    kind: 'instruments',
    instruments: [instrument('AAA'), { ...instrument('BBB'), kind: 'perp' }],
  });
  player.open(1);
  expect(states(player.events()).toSorted()).toEqual(
    ['AAA book', 'AAA trade', 'BBB book', 'BBB ticker', 'BBB trade'].map((stream) => `${stream} syncing`),
  );
  expect(Object.keys(player.feed.symbols.get('AAA')?.streams ?? {})).toEqual(['book', 'trade']);
});

test('without trades none is taken, asked for or suspected', () => {
  const player = play({ backfillMinutes: 1 }, having({ kind: 'book' }));
  player.settle();
  player.frame(1, trade('AAA', 1));
  player.text(1, 'unreadable');
  player.wait(5_000);
  expect(player.events().filter(({ type }) => type === 'trade')).toEqual([]);
  expect(player.take('request').filter(({ call }) => call.question === 'trades' || call.question === 'candles')).toEqual([]);
  expect(player.feed.symbols.get('AAA')?.trades.doubt).toBeNull();
});

test('a stream that comes by the clock may miss three of its intervals', () => {
  const silentFor = (everyMs: number, seconds: number) => {
    const player = play({}, having({ kind: 'book' }, { kind: 'trade', everyMs }));
    player.settle();
    for (let id = 1; id <= 150; id++) {
      player.frame(1, trade('AAA', id));
      player.wait(100);
    }
    for (let second = 0; second < seconds; second++) {
      player.pong(1);
      player.wait(1_000);
    }
    return player.feed.symbols.get('AAA')?.streams.trade?.state;
  };
  expect([silentFor(100, 28), silentFor(100, 31), silentFor(12_000, 31), silentFor(12_000, 37)]).toEqual([
    'synced',
    'stale',
    'synced',
    'stale',
  ]);
});

test('a checkpoint of a build that kept every kind has the followed ones', () => {
  const { feed } = play({ streams: ['book', 'trade'] });
  const symbol = feed.symbols.get('AAA');
  if (symbol === undefined) throw new Error('not followed');
  const before = { ...symbol, streams: { ...symbol.streams, ticker: newStream(feed.now), quote: newStream(feed.now) } };
  const after = fromCheckpointedFeed({ ...feed, symbols: new Map([['AAA', before]]) }, testVenue);
  expect(Object.keys(after.symbols.get('AAA')?.streams ?? {})).toEqual(['book', 'trade']);
});
