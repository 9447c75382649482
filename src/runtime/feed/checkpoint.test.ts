import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { reduce } from './reduce.ts';
import type { FeedState } from './state.ts';
import { delta, play, trade } from './testing/player.ts';
import { testVenue, wire } from './testing/venue.ts';

test('any number is restored to the bit', () =>
  fc.assert(
    fc.property(
      fc.float64Array({ maxLength: 400 }),
      fc.dictionary(
        fc.string().filter((key) => !key.startsWith('$')),
        fc.integer(),
      ),
      (numbers, record) => {
        const value = {
          numbers,
          map: new Map<unknown, unknown>([
            [1, numbers],
            ['record', record],
          ]),
        };
        const back = fromCheckpoint(toCheckpoint(value)) as typeof value;
        expect(new Uint8Array(back.numbers.buffer)).toEqual(new Uint8Array(numbers.slice().buffer));
        expect([...back.map.keys()]).toEqual([1, 'record']);
        expect(back.map.get('record')).toEqual({ ...record });
      },
    ),
  ));

test('a feed in the middle of its work is restored unchanged', () => {
  const player = play({ auditSeconds: 5 });
  player.settle();
  player.frame(1, trade('AAA', 5), trade('AAA', 9));
  player.wait(6_000);
  player.frame(1, delta('AAA', 101, 104), delta('BBB', 101, 104));
  const text = toCheckpoint(player.feed);
  const back = fromCheckpoint(text) as FeedState;
  expect(toCheckpoint(back)).toBe(text);
  expect(back.symbols.get('BBB')).toEqual(player.feed.symbols.get('BBB'));
  expect(back.rest).toEqual(player.feed.rest);
});

test('a checkpoint from before the clock rules still works: its missing fields count as unknown', () => {
  const text = readFileSync(new URL('fixtures/feed-before-clock-rules.json', import.meta.url), 'utf8');
  const kept = fromCheckpoint(text) as FeedState;
  expect(kept.clock).not.toHaveProperty('skew');
  const feed = fromCheckpointedFeed(kept, testVenue);
  expect(feed.clock).toMatchObject({ skew: 0, rivals: [], pending: 0, late: null });
  const before = feed.symbols.get('AAA');
  expect(before?.trades).toMatchObject({ last: 9, doubt: null, behind: null, counted: null, recount: null });
  expect(before?.book.last).toBe(104);
  const call = { question: 'trades', input: { symbol: 'AAA', before: { id: '9' } }, path: '/trades/AAA/9' };
  expect(feed.rest.inflight.get(4)).toMatchObject({ call });
  const next = { venue: testVenue.card.id, conn: 1, at: feed.now + 100_000 };
  const effects = reduce(testVenue, feed, { ...next, kind: 'frame', text: wire([delta('AAA', 105, 106), trade('AAA', 10)]) });
  expect(effects.map((effect) => effect.kind)).toEqual(['event', 'event']);
  expect(feed.symbols.get('AAA')?.book.last).toBe(106);
  expect(feed.symbols.get('AAA')?.trades.last).toBe(10);
  reduce(testVenue, feed, { venue: next.venue, kind: 'tick', at: next.at + 100_000 });
  expect(feed.symbols.get('AAA')?.carriers.map(({ aliveAt }) => aliveAt)).toEqual([next.at]);
});
