import { expect, test } from 'vitest';
import { fromCheckpoint, reduce, toCheckpoint, type Effect, type FeedState, type Input } from '../../src/runtime/feed/index.ts';
import { seededRandom } from '../../src/core/index.ts';
import { venueById } from '../../src/venues/index.ts';
import { planSchedule } from './schedules.ts';
import { createStage } from './stage.ts';

const text = (value: unknown): string => toCheckpoint(value);

/** Every input of a run with its effects, and copies of the feed at moments on the way. */
function record(venue: 'binance-spot' | 'kraken-spot', seed: number) {
  const schedule = planSchedule(venue, seed);
  const random = seededRandom(seed);
  const inputs: Input[] = [];
  const effects: string[] = [];
  const moments: { readonly after: number; readonly checkpoint: string }[] = [];
  const stage = createStage({
    ...schedule,
    watch(input, done: readonly Effect[]) {
      inputs.push(input);
      effects.push(text(done));
      if (random() < 0.002) moments.push({ after: inputs.length, checkpoint: text(stage.feed()) });
    },
  });
  stage.clock.advanceBy(15_000);
  stage.stop();
  return { inputs, effects, moments, end: text(stage.feed()) };
}

test.each([
  ['binance-spot', 3],
  ['binance-spot', 21],
  ['kraken-spot', 3],
  ['kraken-spot', 20],
] as const)('a feed restored in the middle continues byte-identically: %s, seed %i', (id, seed) => {
  const { inputs, effects, moments, end } = record(id, seed);
  const venue = venueById(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  expect(moments.length).toBeGreaterThan(0);
  for (const { after, checkpoint } of moments) {
    const feed = fromCheckpoint(checkpoint) as FeedState;
    expect(text(feed)).toBe(checkpoint);
    for (let i = after; i < inputs.length; i++) {
      const again = text(reduce(venue, feed, inputs[i] as Input));
      if (again !== effects[i])
        expect.fail(`input ${i} of ${inputs.length}, restored after ${after}: ${again} instead of ${effects[i]}`);
    }
    expect(text(feed)).toBe(end);
  }
});
