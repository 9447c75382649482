import { expect, test } from 'vitest';
import { ok, refuse, type Poll, type StreamDecoded, type Venue } from '../../core/index.ts';
import { play, states, type Player } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const poll: Poll = {
  question: {
    id: 'ticker_by_rest',
    bucket: 'public',
    weight: 1,
    request: ({ symbol }) => ({ path: `/ticker/${symbol}` }),
    decode({ symbol }, body) {
      const value: unknown = JSON.parse(body);
      return typeof value === 'number' ? ok([tickerOf(symbol, value)]) : refuse('bad_number', 'last');
    },
  },
  stream: 'ticker',
  everyMs: 10_000,
};

const tickerOf = (symbol: string, last: number): StreamDecoded => ({
  kind: 'ticker',
  symbol,
  last,
  changePct: 1,
  high: last,
  low: last,
  volume: 1,
  from: null,
  tsEvent: null,
});

const venue: Venue = { ...testVenue, polls: [poll] };

function started(settings: Parameters<typeof play>[0] = {}): Player {
  const player = play({ symbols: ['AAA'], ...settings }, venue);
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: player.feed.settings.symbols.map(instrument) });
  player.open(1);
  player.take('request');
  return player;
}

const polled = (player: Player) => player.take('request').filter(({ call }) => call.question === 'ticker_by_rest');
const tickers = (player: Player) => player.events().filter(({ type }) => type === 'ticker');

test('a polled stream is asked for by the clock, and its answers become events', () => {
  const player = started();
  player.wait(100);
  const [first] = polled(player);
  expect(first?.url).toBe('http://one/ticker/AAA');
  if (first) player.answer(first, 100);
  expect(tickers(player)).toMatchObject([{ symbol: 'AAA', last: 100 }]);
  expect(player.feed.symbols.get('AAA')?.streams.ticker?.state).toBe('synced');
  player.wait(9_800);
  expect(polled(player)).toEqual([]);
  player.wait(300);
  expect(polled(player)).toHaveLength(1);
});

test('what is polled is not subscribed to, and has its state from its answers', () => {
  const player = started();
  expect(states(player.events())).not.toContain('AAA ticker syncing');
  player.wait(100);
  expect(states(player.events())).toContain('AAA ticker syncing');
  player.close(1);
  expect(states(player.events()).filter((state) => state.includes('ticker'))).toEqual([]);
});

test('an unreadable answer is set aside, and without answers the stream is stale until one comes', () => {
  const player = started();
  player.wait(100);
  const [first] = polled(player);
  if (first) player.answer(first, 100);
  player.events();
  for (let i = 0; i < 4; i++) {
    player.wait(10_000);
    for (const request of polled(player)) player.answer(request, 'nonsense');
  }
  expect(player.take('quarantine').map(({ detail }) => detail)).toContain('ticker_by_rest: last');
  expect(states(player.events())).toContain('AAA ticker stale');
  player.wait(10_000);
  for (const request of polled(player)) player.answer(request, 101);
  expect(player.feed.symbols.get('AAA')?.streams.ticker?.state).toBe('synced');
});

test('a recording asks nothing', () => {
  const player = play({ symbols: ['AAA'], recorded: true }, venue);
  player.wait(30_000);
  expect(player.take('request')).toEqual([]);
});
