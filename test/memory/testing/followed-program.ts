// Follows some simulated markets of a venue for some simulated minutes, then prints the memory per market in bytes.
import { readConfig } from '../../../src/app/config.ts';
import { fromMillis, US_PER_MINUTE } from '../../../src/core/index.ts';
import { createEngine } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../../src/simulator/index.ts';
import { venueById, venues } from '../../../src/venues/index.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';
import { used } from './used.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));

interface Words {
  readonly venue: SimulatedVenue;
  readonly symbols: readonly string[];
  readonly minutes: number;
}

function followed({ venue: id, symbols, minutes }: Words) {
  const venue = venueById(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  const clock = createVirtualClock(START);
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const exchange = createExchange({ venue: id, symbols, seed: 1, clock });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { backfillMinutes: 30 },
    apply: (input) => engine.apply(input, null),
  });
  clock.advanceTo(START + minutes * US_PER_MINUTE);
  driver.stop();
  exchange.stop();
  return engine;
}

const words = JSON.parse(process.argv[2] ?? '{}') as Words;
let held: ReturnType<typeof followed> | null = followed(words);
const trades = Array.from(held.state.markets.values(), ({ tape }) => tape.length);
const withMarkets = await used();
held = null;
process.stdout.write(JSON.stringify({ bytes: (withMarkets - (await used())) / words.symbols.length, trades }));
