import { expect, test } from 'vitest';
import { report } from '../testing/report.ts';
import { LANE } from '../testing/scale.ts';
import { BOOK_RULES, venueOf } from './book-rules.ts';
import { HOSTILE_KINDS } from '../../src/simulator/hostile.ts';
import { expectUnharmed, hostileLine, runHostile } from './hostile.ts';
import { MODES } from './hostile-modes.ts';

/** Modes that need no long pause afterwards; the long test has every mode. */
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

/** In the usual lane, each mode runs on one book rule in turn; in the other lanes, on every rule. */
const modesOf = (turn: number): readonly string[] =>
  SHORT.filter((_, index) => LANE !== 'usual' || index % BOOK_RULES.length === turn);

test.each(BOOK_RULES.map((rule, turn) => [rule, turn] as const))(
  'a hostile venue falsifies nothing, and is recovered from: %s',
  async (rule, turn) => {
    const names = modesOf(turn);
    const venue = venueOf(rule, turn);
    const modes = MODES.filter(({ name }) => names.includes(name));
    expect(modes).toHaveLength(names.length);
    const outcome = await runHostile({ venue, seed: 3, modes, restSeconds: 22, firstSeconds: 66, intensity: 0.1 });
    report(hostileLine(venue, outcome));
    expectUnharmed(outcome);
    expect(outcome.counts.complete).toBeGreaterThan(120 * modes.length);
    expect(outcome.struck.size).toBe(modes.filter(({ faults }) => faults !== undefined).length);
  },
);
