import { describe, expect, test } from 'vitest';
import { isRecord, ok, refuse, type Venue } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import type { FeedState } from './state.ts';
import { delta, play, states } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const preflight: Venue['questions']['preflight'] = {
  id: 'preflight',
  bucket: 'public',
  weight: 10,
  request: () => ({ path: '/bullet', body: '' }),
  decode({ conn }, body) {
    const answer: unknown = JSON.parse(body);
    return isRecord(answer) && typeof answer['url'] === 'string'
      ? ok({ url: `${answer['url']}&connectId=${conn}` })
      : refuse('missing_field', 'url');
  },
};
const venue: Venue = { ...testVenue, questions: { ...testVenue.questions, preflight } };
const GOOD = { url: 'ws://elsewhere/ws?token=a' };

/** A feed that is defined and has asked for an address. */
function asking(of: Venue = venue) {
  const player = play({ symbols: ['AAA'] }, of);
  player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: [instrument('AAA')] });
  const [request] = player.take('request');
  return { player, request: request! };
}
/** The same, connected as connection 1. */
function connected(of?: Venue) {
  const { player, request } = asking(of);
  player.answer(request, GOOD);
  player.take('connect');
  player.open(1);
  player.frame(1, delta('AAA', 100, 100));
  player.events();
  player.take('request');
  return player;
}
const preflights = (player: ReturnType<typeof play>) =>
  player.take('request').filter(({ call }) => call.question === 'preflight');

test('a connection is made to the address that the venue gives', () => {
  const { player, request } = asking();
  expect(request.call).toMatchObject({ path: '/bullet', body: '', input: { conn: 1, url: 'ws://one/ws' } });
  expect(player.take('connect')).toEqual([]);
  player.answer(request, GOOD);
  expect(player.take('connect')).toMatchObject([{ conn: 1, url: 'ws://elsewhere/ws?token=a&connectId=1' }]);
});

test('each reconnect asks again, and the streams are down until the address is there', () => {
  const player = connected();
  player.close(1);
  player.wait(600);
  const [again] = preflights(player);
  expect(again?.call.input).toEqual({ conn: 2, url: 'ws://one/ws' });
  expect(player.feed.symbols.get('AAA')?.streams.book?.state).toBe('down');
  player.events();
  player.answer(again!, { url: 'ws://elsewhere/ws?token=b' });
  expect(player.take('connect')).toMatchObject([{ conn: 2, url: 'ws://elsewhere/ws?token=b&connectId=2' }]);
  expect(states(player.events())).toContain('AAA book connecting');
});

test('a connection that is replaced serves until the new one has its address', () => {
  const player = connected();
  player.frame(1, { kind: 'shutdown' });
  player.frame(1, { kind: 'shutdown' });
  const [request, ...others] = preflights(player);
  expect(others).toEqual([]);
  player.answer(request!, '', 500);
  expect(states(player.events())).toEqual([]);
  player.wait(1_000);
  player.answer(preflights(player)[0]!, GOOD);
  expect(player.take('connect')).toHaveLength(1);
  expect(player.feed.slots[0]).toMatchObject({ conn: 1, awaits: null });
  expect(player.feed.slots[0]?.heir).not.toBeNull();
});

describe('an address that is refused', () => {
  test.each([
    ['https://elsewhere/ws?'],
    ['file:///etc/passwd?'],
    ['ws:///ws?'],
    ['ws://?'],
    ['ws:elsewhere?'],
    ['ws:\\\\elsewhere?'],
    ['ws://user:secret@elsewhere/?'],
    ['ws://elsewhere/#'],
    ['ws://else where/?'],
    ['ws://elsewhere/\n?'],
    [`ws://elsewhere/?${'a'.repeat(5_000)}`],
    [''],
  ])('%j: no connection, and the venue is asked again', (url) => {
    const { player, request } = asking();
    player.answer(request, { url });
    expect(player.take('connect')).toEqual([]);
    expect(player.take('quarantine')).toMatchObject([{ reason: 'bad_address', sample: '' }]);
    expect(player.feed.symbols.get('AAA')?.streams.book).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('gave no address') as string,
    });
    player.wait(1_000);
    player.answer(preflights(player)[0]!, GOOD);
    expect(player.take('connect')).toHaveLength(1);
  });

  test('one without encryption where the planned one has it; the reverse is taken', () => {
    const encrypted: Venue = {
      ...venue,
      connect: {
        ...venue.connect,
        plan: (subscriptions) => testVenue.connect.plan(subscriptions, '').map((plan) => ({ ...plan, url: 'wss://planned/ws' })),
      },
    };
    const { player, request } = asking(encrypted);
    player.answer(request, GOOD);
    expect(player.take('connect')).toEqual([]);
    const other = asking();
    other.player.answer(other.request, { url: 'wss://elsewhere/?token=a' });
    expect(other.player.take('connect')).toHaveLength(1);
  });
});

test('a throttled preflight waits as long as the venue says, and a ban too', () => {
  for (const status of [429, 418]) {
    const { player, request } = asking();
    player.answer(request, '', status, { 'retry-after': '20' });
    player.wait(19_500);
    expect(preflights(player)).toEqual([]);
    player.wait(1_000);
    expect(preflights(player)).toHaveLength(1);
  }
});

test('one without an answer in 15 s is asked again, and its late answer opens nothing', () => {
  const { player, request } = asking();
  player.wait(16_500);
  const [again] = preflights(player);
  expect(again).toBeDefined();
  player.answer(request, GOOD);
  expect(player.take('connect')).toEqual([]);
  player.answer(again!, GOOD);
  expect(player.take('connect')).toHaveLength(1);
});

test('a market that is left meanwhile opens no connection', () => {
  const { player, request } = asking();
  player.unfollow('AAA');
  player.answer(request, GOOD);
  player.wait(5_000);
  expect(player.take('connect')).toEqual([]);
  expect(preflights(player)).toEqual([]);
});

test('connections that wait for their address count in the limit a minute', () => {
  const each: Venue = {
    ...venue,
    card: { ...venue.card, connectsPerMinute: 2 },
    connect: {
      ...venue.connect,
      plan: (subscriptions, host) =>
        [...new Set(subscriptions.map(({ symbol }) => symbol))].flatMap((name) =>
          testVenue.connect.plan(
            subscriptions.filter(({ symbol }) => symbol === name),
            `${host}/${name}`,
          ),
        ),
    },
  };
  const symbols = ['AAA', 'BBB', 'CCC'];
  const player = play({ symbols }, each);
  player.answer(player.take('request')[0]!, { kind: 'instruments', instruments: symbols.map(instrument) });
  player.wait(3_000);
  // Equal requests for two connections are both sent.
  const asked = preflights(player);
  expect(asked.map(({ call }) => call.input)).toEqual([
    { conn: 1, url: 'ws://one/AAA/ws' },
    { conn: 2, url: 'ws://one/BBB/ws' },
  ]);
  for (const request of asked) player.answer(request, GOOD);
  player.wait(3_000);
  expect(preflights(player)).toEqual([]);
});

test('a recording asks for nothing, and a checkpoint of an earlier build asks at the next connection', () => {
  expect(preflights(play({ symbols: ['AAA'], recorded: true }, venue))).toEqual([]);
  const { feed } = connected();
  const text = toCheckpoint(feed).replaceAll(',"awaits":null', '');
  expect(text).not.toContain('awaits');
  expect(text).not.toContain('token=');
  expect(fromCheckpointedFeed(fromCheckpoint(text) as FeedState, venue).slots[0]?.awaits).toBeNull();
});
