import { seededRandom, type Random } from '../../src/core/index.ts';
import { reduce, startFeed, toCheckpoint, type FeedState, type Input } from '../../src/runtime/feed/index.ts';
import type { SimulatedVenue } from '../../src/simulator/index.ts';
import { venueById } from '../../src/venues/index.ts';
import { createStage } from '../feed/stage.ts';
import { reshaped } from './mutations.ts';

export interface FeedTally {
  inputs: number;
  mangled: number;
  quarantined: number;
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
 * A feed beside a simulated exchange: it is given what the exchange said, one frame or answer in twenty in another shape.
 * It must never throw, and its state must stay plain and small.
 */
export function fuzzFeed({
  venue: id,
  from,
  count,
}: {
  readonly venue: SimulatedVenue;
  readonly from: number;
  readonly count: number;
}): FeedTally {
  const tally: FeedTally = { inputs: 0, mangled: 0, quarantined: 0, largest: 0, failures: [] };
  const venue = venueById(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  for (let seed = from; seed < from + count; seed++) {
    const random = seededRandom(seed);
    let fuzzed: FeedState | null = null;
    const take = (input: Input): void => {
      if (input.kind === 'start') {
        fuzzed = startFeed(venue, input).feed;
        return;
      }
      if (fuzzed === null) return;
      const given = random() < SHARE ? mangledInput(random, input) : input;
      if (given !== input) tally.mangled++;
      tally.inputs++;
      for (const effect of reduce(venue, fuzzed, given)) if (effect.kind === 'quarantine') tally.quarantined++;
    };
    const stage = createStage({
      venue: id,
      seed,
      watch(input) {
        try {
          take(input);
        } catch (error) {
          tally.failures.push(
            `seed ${seed} ${JSON.stringify(input).slice(0, 300)}: ${error instanceof Error ? error.stack : String(error)}`,
          );
        }
      },
    });
    stage.clock.advanceBy(SECONDS * 1_000);
    stage.stop();
    if (fuzzed !== null) tally.largest = Math.max(tally.largest, toCheckpoint(fuzzed).length);
  }
  return tally;
}
