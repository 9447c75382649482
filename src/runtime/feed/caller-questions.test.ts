import { expect, test } from 'vitest';
import { z } from 'zod';
import { ok, refuse, type CallerQuestionOf, type Venue } from '../../core/index.ts';
import { reduce } from './reduce.ts';
import { refuseSimulator } from './refuse-simulator.ts';
import { play, type Player } from './testing/player.ts';
import { testVenue } from './testing/venue.ts';
import type { Effect } from './types.ts';
import { PRIORITY } from './state.ts';

const question: CallerQuestionOf<'funding_history'> = {
  id: 'funding_history',
  version: 1,
  bucket: 'public',
  weight: 10,
  freshMs: 60_000,
  input: z.strictObject({ symbol: z.string(), from: z.number().nullable(), limit: z.number() }),
  request: ({ symbol, limit }) => ({ path: `/funding/${symbol}/${limit}` }),
  decode: (_input, body) => (body === '"no"' ? refuse('bad_json', body) : ok([])),
  next: () => null,
};
const venue: Venue = { ...testVenue, callerQuestions: { funding_history: question } };

function started(): Player {
  const player = play({ symbols: ['AAA'] }, venue);
  player.settle();
  return player;
}

const ask = ({ feed }: Player, limit = 3, symbol = 'ZZZ'): readonly Effect[] =>
  reduce(venue, feed, {
    kind: 'ask',
    venue: 'test',
    at: feed.now,
    question: 'funding_history',
    input: { symbol, from: null, limit },
  });
const requestIn = (effects: readonly Effect[]) => effects.filter((effect) => effect.kind === 'request');
const answer = ({ feed }: Player, request: Extract<Effect, { kind: 'request' }> | undefined, body = '[]', status = 200) => {
  if (request === undefined) throw new Error('nothing was asked');
  const { request: id, call } = request;
  return reduce(venue, feed, { kind: 'rest', venue: 'test', at: feed.now, request: id, call, status, headers: {}, body });
};

test('a caller asks of any symbol, and the answer changes nothing of the feed', () => {
  const player = started();
  const [request] = requestIn(ask(player));
  expect(request?.call).toMatchObject({
    question: 'funding_history',
    path: '/funding/ZZZ/3',
    input: { symbol: 'ZZZ', from: null, limit: 3 },
  });
  expect(requestIn(ask(player))).toEqual([]);
  expect(answer(player, request)).toEqual([{ kind: 'asked', outcome: 'answered', key: '/funding/ZZZ/3' }]);
  expect(player.feed.symbols.has('ZZZ')).toBe(false);
});

test('what callers ask stands behind what the feed needs, and takes two calls at once at most', () => {
  const player = started();
  const sent = [1, 2, 3, 4, 5].flatMap((limit) => requestIn(ask(player, limit)));
  expect(sent).toHaveLength(2);
  // A lost book is requested at once.
  player.close(1);
  expect(player.feed.rest.queue.map(({ priority }) => priority)).toEqual([PRIORITY.callers, PRIORITY.callers, PRIORITY.callers]);
  answer(player, sent[0]);
  player.wait(100);
  expect(player.take('request').map(({ call }) => call.path)).toEqual(['/funding/ZZZ/3']);
});

test('the limits of the venue hold for callers too', () => {
  const player = started();
  let [request] = requestIn(ask(player, 1));
  let sent = 1;
  for (let limit = 2; limit < 30; limit++) {
    answer(player, request);
    const next = requestIn(ask(player, limit));
    if (next.length === 0) break;
    [request] = next;
    sent++;
  }
  // The limit is 100 per minute; the definitions and a book used 20.
  expect(sent).toBe(8);
});

test('a failed call is tried once more, then reported; an unknown symbol at once', () => {
  const player = started();
  const [request] = requestIn(ask(player));
  expect(answer(player, request, '', 500)).toEqual([]);
  player.wait(1_000);
  const [again] = player.take('request');
  expect(answer(player, again, '', 500)).toEqual([
    { kind: 'asked', outcome: 'failed', key: '/funding/ZZZ/3', detail: 'status 500' },
  ]);
  expect(answer(player, requestIn(ask(player))[0], '', 404)).toEqual([
    { kind: 'asked', outcome: 'unknown_symbol', key: '/funding/ZZZ/3' },
  ]);
});

test('an unreadable answer is set aside and counted, and then fails', () => {
  const player = started();
  const [request] = requestIn(ask(player));
  expect(answer(player, request, '"no"').map(({ kind }) => kind)).toEqual(['quarantine']);
  player.wait(1_000);
  expect(answer(player, player.take('request')[0], '"no"').map(({ kind }) => kind)).toEqual(['quarantine', 'asked']);
});

test('forgetting a market drops no question of a caller about it', () => {
  const player = started();
  const [request] = requestIn(ask(player, 3, 'AAA'));
  player.unfollow('AAA');
  expect(answer(player, request)).toEqual([{ kind: 'asked', outcome: 'answered', key: '/funding/AAA/3' }]);
});

test('a line that is full, a recording and an input that does not fit the question', () => {
  const player = started();
  const outcomes = Array.from({ length: 60 }, (_, limit) => ask(player, limit)).flat();
  expect(outcomes.filter((effect) => effect.kind === 'asked')).toHaveLength(18);
  expect(outcomes.at(-1)).toMatchObject({ outcome: 'failed', detail: 'too many questions to this venue are waiting' });
  const recorded = play({ symbols: ['AAA'], recorded: true }, venue);
  expect(ask(recorded)).toMatchObject([{ outcome: 'failed', detail: 'a recording answers no questions' }]);
  const input = { symbol: 4, from: null, limit: 3 };
  expect(
    reduce(venue, player.feed, { kind: 'ask', venue: 'test', at: player.feed.now, question: 'funding_history', input }),
  ).toEqual([]);
});

test('a refused feed fails the questions that wait, that were sent, and that come later', () => {
  const player = started();
  const [sent] = requestIn(ask(player, 3)).concat(requestIn(ask(player, 4)));
  expect(sent).toBeDefined();
  Object.assign(player.feed.settings, { source: 'live' });
  const effects: Effect[] = [];
  refuseSimulator({ venue, feed: player.feed, effects });
  const detail = player.feed.refused ?? '';
  const failed = effects.filter((effect) => effect.kind === 'asked');
  expect(failed.map(({ key }) => key).toSorted()).toEqual([
    expect.stringContaining('/funding/ZZZ/3'),
    expect.stringContaining('/funding/ZZZ/4'),
  ]);
  expect(ask(player, 5)).toMatchObject([
    { kind: 'asked', outcome: 'failed', key: expect.stringContaining('/funding/ZZZ/5') as string, detail },
  ]);
});
