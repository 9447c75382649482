import { expect, test } from 'vitest';
import type { Venue } from '../../core/index.ts';
import { havingStreams, mark } from '../../runtime/feed/testing/numbers-as-received.ts';
import { delta, play, snapshot, states, trade, type Player } from '../../runtime/feed/testing/player.ts';
import { instrument } from '../../runtime/feed/testing/venue.ts';
import { aliveAt, isBlind, whySilent } from './blindness.ts';

const TWO_SECONDS = 2_000_000;

/** A venue that sends books and trades over one connection, and mark prices over another. */
const venue = ((): Venue => {
  const base = havingStreams({ kind: 'book' }, { kind: 'trade' }, { kind: 'mark', everyMs: 1_000 });
  return {
    ...base,
    connect: {
      ...base.connect,
      plan: (wanted, host) => [
        ...base.connect.plan(
          wanted.filter(({ stream }) => stream !== 'mark'),
          host,
        ),
        ...base.connect.plan(
          wanted.filter(({ stream }) => stream === 'mark'),
          `${host}/marks`,
        ),
      ],
    },
  };
})();

function running(): Player {
  const player = play({ symbols: ['AAA'], streams: ['book', 'trade', 'mark'] }, venue);
  const [definitions] = player.take('request');
  if (definitions === undefined) throw new Error('no definitions are asked for');
  player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')] });
  for (const { conn } of player.take('connect')) player.open(conn);
  player.frame(1, delta('AAA', 100, 100), trade('AAA', 1));
  for (const request of player.take('request')) player.answer(request, snapshot('AAA', 99));
  player.frame(2, mark({ symbol: 'AAA', tsEvent: player.feed.now }));
  player.wait(100);
  return player;
}

const symbolOf = ({ feed }: Player) => {
  const symbol = feed.symbols.get('AAA');
  if (symbol === undefined) throw new Error('not followed');
  return symbol;
};

test('a broken connection makes only the streams silent that it carries', () => {
  const player = running();
  player.close(2);
  player.frame(1, trade('AAA', 2));
  player.wait(300);
  const symbol = symbolOf(player);
  const { now } = player.feed;
  expect(aliveAt(symbol, 'trade')).toBe(now - 300_000);
  expect([whySilent(symbol, 'book', now, TWO_SECONDS), whySilent(symbol, 'trade', now, TWO_SECONDS)]).toEqual([null, null]);
  expect(whySilent(symbol, 'mark', now, TWO_SECONDS)).toBe('the connection that carries it is not up');
});

test('a connection that is heard does not vouch for a stream of another', () => {
  const player = running();
  for (let second = 0; second < 5; second++) {
    player.wait(1_000);
    player.frame(2, mark({ symbol: 'AAA', tsEvent: player.feed.now }));
  }
  const symbol = symbolOf(player);
  expect(whySilent(symbol, 'trade', player.feed.now, TWO_SECONDS)).toBe('nothing has come for 5 s');
  expect(whySilent(symbol, 'mark', player.feed.now, TWO_SECONDS)).toBeNull();
});

test('a message of another connection does not end a silence of the trades', () => {
  const player = running();
  for (let id = 101; id < 300; id++) {
    player.frame(1, delta('AAA', id, id), trade('AAA', id - 99));
    player.wait(100);
  }
  player.events();
  player.wait(20_000);
  expect(states(player.events())).toContain('AAA book stale');
  player.frame(2, mark({ symbol: 'AAA', tsEvent: player.feed.now }));
  expect(states(player.events())).not.toContain('AAA trade gap');
  player.frame(1, delta('AAA', 300, 300));
  expect(states(player.events())).toContain('AAA trade gap');
});

test('a book without numbers that connects again is no first connection', () => {
  const { streams, ...symbol } = symbolOf(running());
  const book = { state: 'connecting', reason: 'reconnecting', since: 0, lastAt: null, messages: 0, seq: null } as const;
  expect(isBlind({ ...symbol, streams: { ...streams, book } }, 'book')).toBe(false);
  expect(isBlind({ ...symbol, streams: { ...streams, book: { ...book, lastAt: 1, messages: 1 } } }, 'book')).toBe(true);
});
