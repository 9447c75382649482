import { expect, test } from 'vitest';
import type { CardStream, Decoded, Instrument, Venue } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { havingStreams, mark } from './testing/numbers-as-received.ts';
import { play, type Player } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const SYMBOLS = ['AAA', 'BBB'];
/** A venue that sends all mark prices of a channel in one frame, over one subscription. */
function venueWith(channel: NonNullable<CardStream['channel']>): Venue {
  const venue = havingStreams({ kind: 'mark', channel, everyMs: 1_000 });
  const { plan } = venue.connect;
  const onOpen = ['subscribe all marks'];
  return {
    ...venue,
    connect: { ...venue.connect, plan: (wanted, host) => plan(wanted, host).map((one) => ({ ...one, onOpen })) },
  };
}

/** `underlying`: the family of each symbol. */
function running(channel: NonNullable<CardStream['channel']>, underlying: readonly string[] = ['X', 'X']): Player {
  const player = play({ symbols: SYMBOLS, streams: ['mark'] }, venueWith(channel));
  const [definitions] = player.take('request');
  if (definitions === undefined) throw new Error('no definitions are asked for');
  const instruments = SYMBOLS.map((symbol, i): Instrument => ({ ...instrument(symbol), base: underlying[i] ?? '' }));
  player.answer(definitions, { kind: 'instruments', instruments });
  player.open(1);
  return player;
}

const time = ({ feed }: Player) => feed.now;
const stateOf = ({ feed }: Player, symbol: string) => feed.symbols.get(symbol)?.streams.mark?.state;
const of = (player: Player, symbol: string): Decoded => mark({ symbol, tsEvent: time(player) });

/** One frame per second with these symbols, for some seconds. */
function heardFor(player: Player, seconds: number, symbols: readonly string[]): void {
  for (let second = 0; second < seconds; second++) {
    player.frame(1, ...symbols.map((symbol) => of(player, symbol)));
    player.wait(1_000);
  }
}

test('one subscription feeds every followed symbol, and others are dropped and counted, not refused', () => {
  const player = running('all');
  expect(player.take('send').map(({ text }) => text)).toEqual(['subscribe all marks']);
  heardFor(player, 3, ['AAA', 'BBB', 'OTHER', 'ANOTHER']);
  expect(player.events().filter(({ type }) => type === 'mark')).toHaveLength(6);
  expect(player.feed).toMatchObject({ unfollowed: 6, quarantined: 0 });
  expect(player.take('quarantine')).toEqual([]);
});

test.each<[NonNullable<CardStream['channel']>, readonly string[], readonly string[], string]>([
  ['all', ['X', 'Y'], ['AAA'], 'synced'],
  ['all', ['X', 'Y'], ['OTHER'], 'synced'],
  ['family', ['X', 'X'], ['AAA'], 'synced'],
  ['family', ['X', 'Y'], ['AAA'], 'stale'],
  ['family', ['X', 'X'], ['OTHER'], 'stale'],
  ['symbol', ['X', 'X'], ['AAA'], 'stale'],
])('a channel over %s, families %j: while %j comes, a symbol that is left out is %s', (channel, families, coming, state) => {
  const player = running(channel, families);
  heardFor(player, 130, SYMBOLS);
  heardFor(player, 60, coming);
  expect(stateOf(player, 'BBB')).toBe(state);
});

test('when the channel falls silent every symbol is stale, and its next frame wakes them all', () => {
  const player = running('all');
  heardFor(player, 130, SYMBOLS);
  heardFor(player, 60, []);
  expect(SYMBOLS.map((symbol) => stateOf(player, symbol))).toEqual(['stale', 'stale']);
  heardFor(player, 1, ['AAA']);
  expect(SYMBOLS.map((symbol) => stateOf(player, symbol))).toEqual(['synced', 'synced']);
});

test('the same frame again and again is no sign of life', () => {
  const player = running('all');
  heardFor(player, 130, SYMBOLS);
  const [a, other] = [of(player, 'AAA'), of(player, 'OTHER')];
  for (let second = 0; second < 60; second++) {
    player.frame(1, a, other);
    player.wait(1_000);
  }
  expect(stateOf(player, 'BBB')).toBe('stale');
});

test('a checkpoint keeps what is known of the channel', () => {
  const player = running('all');
  heardFor(player, 5, ['AAA', 'OTHER']);
  const text = toCheckpoint(player.feed);
  const restored = fromCheckpointedFeed(fromCheckpoint(text) as Player['feed'], testVenue);
  expect(toCheckpoint(restored)).toBe(text);
  expect(restored.channels.get('mark *')?.messages).toBe(5);
});
