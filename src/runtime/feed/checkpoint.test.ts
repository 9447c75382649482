import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import type { FeedState } from './state.ts';
import { delta, play, trade } from './testing/player.ts';

test('numbers come back to the bit, whatever they are', () =>
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

test('a feed in the middle of its work comes back as it was', () => {
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
