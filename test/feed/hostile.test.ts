import { expect, test } from 'vitest';
import { HOSTILE_KINDS } from '../../src/simulator/hostile.ts';
import { expectUnharmed, hostileLine, runHostile } from './hostile.ts';
import { MODES } from './hostile-modes.ts';

/** Those that need no long rest after them; every mode is in the long test. */
const SHORT = [
  'venue clock an hour ahead and back',
  'one trade of the future',
  'one book update of the past',
  'zero_price',
  'replay_first',
  'echo',
  'mute_trades',
  'receive clock an hour ahead and back',
];

test('every kind of hostile frame has a mode', () => {
  const names = MODES.map(({ name, faults }) => `${name} ${faults?.(() => '0s') ?? ''}`).join(' ');
  for (const kind of HOSTILE_KINDS) expect(names).toContain(kind);
});

test.each(['binance-spot', 'kraken-spot'] as const)(
  'a hostile venue falsifies nothing, and is recovered from: %s',
  async (venue) => {
    const modes = MODES.filter(({ name }) => SHORT.includes(name));
    const outcome = await runHostile({ venue, seed: 3, modes, restSeconds: 22, firstSeconds: 66, intensity: 0.1 });
    process.stdout.write(hostileLine(venue, outcome));
    expectUnharmed(outcome);
    expect(outcome.counts.complete).toBeGreaterThan(1_000);
    expect(outcome.struck.size).toBe(7);
  },
);
