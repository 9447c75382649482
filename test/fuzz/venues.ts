import { seededRandom, type Random } from '../../src/core/index.ts';
import { toCheckpoint, type Input } from '../../src/runtime/feed/index.ts';
import type { SimulatedVenue } from '../../src/simulator/index.ts';
import { createStage } from '../feed/stage.ts';
import { reshaped } from './mutations.ts';

export interface FeedTally {
  inputs: number;
  mangled: number;
  quarantined: number;
  /** Books sampled once a second, and how many were synced. */
  books: number;
  synced: number;
  /** Largest state of a feed as text, characters. */
  largest: number;
  readonly failures: string[];
}

/** An input with another text in its frame, answer or reason. */
function mangledInput(random: Random, input: Input): Input {
  if (input.kind === 'frame') return { ...input, text: reshaped(random, input.text) };
  if (input.kind === 'rest') return { ...input, body: reshaped(random, input.body), status: random() < 0.2 ? 503 : input.status };
  return input;
}

const SHARE = 0.05;
const SECONDS = 20;

/**
 * A feed on a simulated exchange with one frame or answer in twenty mutated. Its own requests are served, so that it can recover. It must
 * never throw, and its state must stay plain data and small.
 */
export function fuzzFeed({
  venue,
  from,
  count,
}: {
  readonly venue: (seed: number) => SimulatedVenue;
  readonly from: number;
  readonly count: number;
}): FeedTally {
  const tally: FeedTally = { inputs: 0, mangled: 0, quarantined: 0, books: 0, synced: 0, largest: 0, failures: [] };
  for (let seed = from; seed < from + count; seed++) {
    const random = seededRandom(seed);
    let last: Input | null = null;
    const stage = createStage({
      venue: venue(seed),
      seed,
      mangle(input) {
        tally.inputs++;
        last = random() < SHARE ? mangledInput(random, input) : input;
        if (last !== input) tally.mangled++;
        return last;
      },
      watch(_, effects) {
        for (const { kind } of effects) if (kind === 'quarantine') tally.quarantined++;
      },
    });
    try {
      for (let second = 0; second < SECONDS; second++) {
        stage.clock.advanceBy(1_000);
        stage.check();
      }
      tally.largest = Math.max(tally.largest, toCheckpoint(stage.feed()).length);
    } catch (error) {
      tally.failures.push(
        `seed ${seed} ${JSON.stringify(last).slice(0, 300)}: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    tally.books += stage.counts.books;
    tally.synced += stage.counts.synced;
    stage.stop();
  }
  return tally;
}
