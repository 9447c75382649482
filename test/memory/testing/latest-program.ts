// Receives mark prices of many simulated markets that are not followed, then prints what one of their rows takes in memory, in bytes.
import { readConfig } from '../../../src/app/config.ts';
import { fromMillis } from '../../../src/core/index.ts';
import { createEngine } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../../../src/simulator/index.ts';
import { venueById, venues } from '../../../src/venues/index.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';
import { used } from './used.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const ID = 'binance-usdm';

function received(count: number) {
  const venue = venueById(ID);
  if (venue === undefined) throw new Error(`no venue ${ID}`);
  const clock = createVirtualClock(START);
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const markedOnly = Array.from({ length: count }, (_, i) => `OPTION${i}-27MAR26-C`);
  const exchange = createExchange({ venue: ID, symbols: ['BTCUSDT'], markedOnly, seed: 1, clock, levels: 20, historyMinutes: 0 });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { latest: true, backfillMinutes: 0 },
    apply: (input) => engine.apply(input, null),
  });
  clock.advanceTo(START + 60_000_000);
  driver.stop();
  exchange.stop();
  return engine;
}

const { count } = JSON.parse(process.argv[2] ?? '{}') as { readonly count: number };
const engine = received(count);
const rows = engine.state.feeds.get(ID)?.latest.rows;
const held = rows?.size ?? 0;
const withRows = await used();
rows?.clear();
process.stdout.write(JSON.stringify({ bytes: (withRows - (await used())) / held, held }));
