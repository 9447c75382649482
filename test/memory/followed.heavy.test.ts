import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { SimulatedVenue } from '../../src/simulator/index.ts';

const PROGRAM = fileURLToPath(new URL('testing/followed-program.ts', import.meta.url));
/** The target is 2.5 MB for each (docs/status.md). Ages of walls and the past of VPIN cost 60 to 200 kB above it. */
const MARKETS = {
  'binance-spot': { symbols: ['AAAUSDT', 'BBBUSDT'], budget: 2_750_000 },
  // It also stores ten thousand trade ids and the ids of the tape.
  'binance-usdm': { symbols: ['AAAUSDT', 'BBBUSDT'], budget: 3_000_000 },
  'kraken-spot': { symbols: ['AAA/USD', 'BBB/USD'], budget: 2_600_000 },
} as const satisfies Readonly<Record<SimulatedVenue, object>>;

test.each(Object.entries(MARKETS))(
  'a market of %s that was followed for half an hour keeps its budget of memory',
  async (venue, { symbols, budget }) => {
    const words = JSON.stringify({ venue, symbols, minutes: 31 });
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, words]);
    const { bytes, trades } = JSON.parse(stdout) as { readonly bytes: number; readonly trades: readonly number[] };
    for (const held of trades) expect(held).toBeGreaterThan(20_000);
    // If the program released no memory when it dropped the market, the difference would be near zero.
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThanOrEqual(budget);
  },
);
