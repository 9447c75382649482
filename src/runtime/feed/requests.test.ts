import { describe, expect, test } from 'vitest';
import { requestKey, type RestCall, type Venue } from '../../core/index.ts';
import { delta, play, snapshot } from './testing/player.ts';
import { postingVenue } from './testing/posting-venue.ts';
import { instrument, testVenue } from './testing/venue.ts';

const paths = (player: ReturnType<typeof play>) => player.take('request').map(({ call }) => call.path);
const hosts = (player: ReturnType<typeof play>) => player.take('request').map(({ url }) => url.split('/')[2]);

/** A feed whose only book was just lost and requested. */
function asking(settings = {}) {
  const player = play({ symbols: ['AAA'], ...settings });
  player.settle();
  player.frame(1, delta('AAA', 200, 200));
  player.wait(1_100);
  return { player, request: player.take('request')[0]! };
}

describe('the budget', () => {
  test('no more weight a minute than the venue allows, the rest in line', () => {
    const symbols = Array.from({ length: 20 }, (_, i) => `S${i}`);
    const player = play({ symbols });
    player.settle();
    expect(player.feed.rest.queue.length).toBeGreaterThan(0);
    let spent = 0;
    for (let second = 0; second < 59; second++) {
      player.pong(1);
      player.wait(1_000);
      for (const request of player.take('request')) player.answer(request, snapshot(request.call.symbol ?? '', 99));
      spent = player.feed.rest.spent.reduce((sum, { weight }) => sum + weight, 0);
      expect(spent).toBeLessThanOrEqual(100);
    }
    expect(spent).toBeGreaterThan(80);
    for (let second = 0; second < 90; second++) {
      player.pong(1);
      player.wait(1_000);
      for (const request of player.take('request')) player.answer(request, snapshot(request.call.symbol ?? '', 99));
    }
    expect([...player.feed.symbols.values()].map(({ book }) => book.phase)).not.toContain('awaiting');
  });

  test('what others spend from the same address counts', () => {
    const { player, request } = asking();
    player.answer(request, snapshot('AAA', 150), 200, { used: '96' });
    player.wait(20_000);
    expect(paths(player)).toEqual([]);
    player.pong(1);
    player.wait(25_000);
    player.pong(1);
    player.wait(20_000);
    expect(paths(player)).toEqual(['/book/AAA']);
  });

  test('an answer that does not come in 15 s is given up and asked for elsewhere', () => {
    const { player, request } = asking();
    player.wait(14_900);
    expect(paths(player)).toEqual([]);
    player.wait(1_000);
    expect(hosts(player)).toEqual(['two']);
    player.answer(request, snapshot('AAA', 199));
    expect(player.feed.symbols.get('AAA')?.book.phase).toBe('awaiting');
  });
});

describe('refusals', () => {
  test.each([
    [429, { 'retry-after': '7' }, 7_000],
    [429, {}, 10_000],
    [418, { 'retry-after': '25' }, 25_000],
  ])('HTTP %i with %o: nothing is asked for %i ms, then it is', (status, headers, ms) => {
    const { player, request } = asking();
    player.answer(request, null, status, headers);
    player.wait(ms - 200);
    expect(paths(player)).toEqual([]);
    player.pong(1);
    player.wait(1_500);
    expect(paths(player)).toEqual(['/book/AAA']);
    expect(player.feed.rest.throttles).toBe(1);
  });

  test('HTTP 451: the next host is asked, and when every host refuses, all rest for half a minute', () => {
    const { player, request } = asking();
    player.answer(request, null, 451);
    player.wait(2_000);
    const [second] = player.take('request');
    expect(second?.url).toBe('http://two/book/AAA');
    player.answer(second!, null, 451);
    for (let i = 0; i < 29; i++) {
      player.pong(1);
      player.wait(1_000);
    }
    expect(paths(player)).toEqual([]);
    player.wait(2_000);
    expect(hosts(player)).toEqual(['one']);
    expect(player.feed.notes).toEqual([
      'http://one refuses us: status 451',
      'http://two refuses us: status 451',
      'every REST host refuses us: status 451',
    ]);
  });

  test('an answer that is no JSON is set aside and asked for again', () => {
    const { player, request } = asking();
    player.answer(request, 'not what was asked', 500);
    player.wait(3_000);
    expect(paths(player)).toEqual(['/book/AAA']);
  });
});

test('each bucket has limits of its own, by weight and by requests, and a full one holds back no other', () => {
  const limited: Venue = {
    ...testVenue,
    card: {
      ...testVenue.card,
      restLimits: {
        public: [
          { counts: 'weight', most: 100, everyMs: 60_000, share: 1 },
          { counts: 'requests', most: 2, everyMs: 1_000, share: 1 },
        ],
        books: [{ counts: 'requests', most: 2, everyMs: 10_000, share: 0.5 }],
      },
    },
    questions: { ...testVenue.questions, snapshot: { ...testVenue.questions.snapshot, bucket: 'books', weight: 1 } },
  };
  const player = play({ symbols: ['AAA', 'BBB'], backfillMinutes: 1 }, limited);
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: ['AAA', 'BBB'].map(instrument) });
  player.open(1);
  const asked = (): string[] => player.take('request').map(({ call }) => `${call.bucket} ${call.question}`);
  player.frame(1, delta('AAA', 100, 100));
  player.frame(1, delta('BBB', 100, 100));
  // The limit is two requests in ten seconds, of which half is used; so the second book waits.
  expect(asked()).toEqual(['books snapshot']);
  player.wait(3_000);
  expect(asked().filter((call) => call.startsWith('public'))).toHaveLength(2);
  player.wait(8_000);
  expect(asked()).toContain('books snapshot');
});

describe('POST', () => {
  const bodies = (requests: readonly { readonly call: RestCall }[]) =>
    requests.map(({ call: { path, body } }) => `${path} ${body}`);

  test('requests of one path and other bodies are sent side by side, and the same one once', () => {
    const player = play({ symbols: ['AAA', 'BBB'] }, postingVenue);
    const [definitions] = player.take('request');
    expect(definitions?.call).toMatchObject({ path: '/info', body: '{"type":"instruments","symbols":["AAA","BBB"]}' });
    player.answer(definitions!, { kind: 'instruments', instruments: ['AAA', 'BBB'].map(instrument) });
    player.open(player.take('connect')[0]!.conn);
    for (const symbol of ['AAA', 'BBB', 'AAA']) player.frame(1, delta(symbol, 100, 100));
    expect(bodies(player.take('request'))).toEqual([
      '/info {"type":"book","symbol":"AAA"}',
      '/info {"type":"book","symbol":"BBB"}',
    ]);
  });

  test('a failed one is sent again with its body', () => {
    const player = play({ symbols: ['AAA'] }, postingVenue);
    const [first] = player.take('request');
    player.answer(first!, '', 500);
    player.wait(1_000);
    expect(bodies(player.take('request'))).toEqual(['/info {"type":"instruments","symbols":["AAA"]}']);
  });

  test('a symbol that is followed later is decided by its own answer', () => {
    const player = play({ symbols: ['AAA'] }, postingVenue);
    player.settle();
    player.follow('CCC');
    player.follow('DDD');
    const [ofC, ofD] = player.take('request');
    player.answer(ofC!, { kind: 'instruments', instruments: [] });
    expect(player.take('follow')).toEqual([{ kind: 'follow', outcome: 'unknown_symbol', symbol: 'CCC' }]);
    player.answer(ofD!, { kind: 'instruments', instruments: [instrument('DDD')] });
    expect(player.take('follow')).toEqual([{ kind: 'follow', outcome: 'followed', symbol: 'DDD' }]);
  });
});

test('an empty body is a POST: another request than the GET of its path', () => {
  const keys = [{ path: '/a' }, { path: '/a', body: '' }, { path: '/a', body: '{}' }, { path: '/a{}' }, { path: '/', body: 'a' }];
  expect(new Set(keys.map(requestKey)).size).toBe(keys.length);
});
