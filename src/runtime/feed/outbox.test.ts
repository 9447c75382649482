import { expect, test } from 'vitest';
import type { ConnectionPlan, Venue } from '../../core/index.ts';
import { play, snapshot, states } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const SYMBOLS = Array.from({ length: 16 }, (_, i) => `S${i}`);

const venueWith = (sends: ConnectionPlan['sends'], onOpen: readonly string[] = []): Venue => ({
  ...testVenue,
  book: { ...testVenue.book, snapshot: 'stream', bridge: () => 'next', next: () => 'next' },
  connect: {
    plan: (subscriptions, host) =>
      testVenue.connect.plan(subscriptions, host).map((plan) => ({
        ...plan,
        onOpen,
        sends,
        ping: { everyMs: 2_000, text: 'ping' },
      })),
    resync: (symbol) => [`unsubscribe ${symbol}`, `subscribe ${symbol}`],
    unsubscribe: (symbol) => [`unsubscribe ${symbol}`],
  },
});

function open(venue: Venue) {
  const player = play({ symbols: SYMBOLS }, venue);
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: SYMBOLS.map(instrument) });
  player.open(1);
  return player;
}

function settled(sends: ConnectionPlan['sends']) {
  const player = open(venueWith(sends));
  for (const symbol of SYMBOLS) player.frame(1, snapshot(symbol, 0));
  player.events();
  player.take('send');
  return player;
}

/** Frames sent in each second; a tick is a tenth of a second. */
function sentBySecond(player: ReturnType<typeof play>, seconds: number): string[][] {
  const all: string[][] = [];
  for (let tick = 0; tick < seconds * 10; tick++) {
    player.wait(100);
    all.push(player.take('send').map(({ text }) => text));
  }
  return all;
}

const mostInAnySecond = (ticks: readonly string[][]): number =>
  Math.max(...ticks.map((_, i) => ticks.slice(i, i + 10).flat().length));

test('a loss on sixteen books at once sends no more a second than the venue allows, and every book in the end', () => {
  const player = settled({ framesPerSecond: 10, subscriptionsPerHour: null });
  player.text(1, 'unreadable');
  const ticks = sentBySecond(player, 8);
  expect(mostInAnySecond(ticks)).toBeLessThanOrEqual(10);
  const subscribed = ticks.flat().filter((text) => text.startsWith('subscribe'));
  expect(new Set(subscribed)).toEqual(new Set(SYMBOLS.map((symbol) => `subscribe ${symbol}`)));
  // Oldest first: no book is subscribed twice before each was subscribed once.
  expect(subscribed.slice(0, 16)).toEqual(SYMBOLS.map((symbol) => `subscribe ${symbol}`));
});

test('pings and replies go out at once while subscriptions wait', () => {
  const player = settled({ framesPerSecond: 3, subscriptionsPerHour: null });
  player.text(1, 'unreadable');
  const ticks = sentBySecond(player, 4);
  expect(ticks.flat().filter((text) => text === 'ping')).toHaveLength(1);
  expect(mostInAnySecond(ticks)).toBeLessThanOrEqual(3);
  player.frame(1, { kind: 'reply', text: 'pong' });
  expect(player.take('send').map(({ text }) => text)).toEqual(['pong']);
});

test('first subscriptions wait for their turn too, and no book is asked for again meanwhile', () => {
  const frames = SYMBOLS.map((symbol) => `first ${symbol}`);
  const player = open(venueWith({ framesPerSecond: 3, subscriptionsPerHour: null }, frames));
  const first = player.take('send').map(({ text }) => text);
  expect(first).toEqual(frames.slice(0, 2));
  const later = sentBySecond(player, 9)
    .flat()
    .filter((text) => text !== 'ping');
  expect([...first, ...later]).toEqual(frames);
});

test('a book that never fits is subscribed to no more often in an hour than the venue allows', () => {
  const player = settled({ framesPerSecond: null, subscriptionsPerHour: 40 });
  const bad = { ...snapshot('S0', 0), bids: new Float64Array([102, 1]) };
  let sent = 0;
  player.frame(1, bad);
  for (let second = 0; second < 3_590; second++) {
    player.wait(1_000);
    player.frame(1, { kind: 'heartbeat' });
    const frames = player.take('send').filter(({ text }) => text !== 'ping');
    sent += frames.length;
    if (frames.length > 0) player.frame(1, bad);
    player.events();
  }
  expect(sent).toBeGreaterThan(30);
  expect(sent).toBeLessThanOrEqual(40);
  expect(sent % 2, 'a book stays unsubscribed').toBe(0);
  expect(player.feed.notes).toContain('subscriptions wait: the venue allows 40 an hour on a connection');
  player.frame(1, snapshot('S0', 0));
  expect(states(player.events())).toContain('S0 book synced');
});
