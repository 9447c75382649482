import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANE, runs } from '../../../test/testing/scale.ts';
import type { State } from '../../runtime/state/index.ts';
import { crashAt } from './testing/crash.ts';
import { killed, newShown, RULE, stage, START, type Stage } from './testing/stage.ts';

const SETTLE_MS = 500;

interface Run {
  /** Whether the crash came before the end. */
  readonly crashed: boolean;
  readonly above: unknown[];
  readonly changes: unknown[];
  /** Ids of all messages that were sent, and of all that should have been. */
  readonly sent: string[];
  readonly due: string[];
  readonly ledger: number;
}

/** Advances time in small steps and runs all timers. */
async function pass(here: Stage, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    here.clock.advanceBy(50);
    await here.settle();
  }
}

/** A state with two rules; each run starts from a copy. */
async function twoRules(): Promise<{ readonly file: string; readonly above: string; readonly changes: string }> {
  const { service, state, file } = stage();
  const above = (await service.create({ ...RULE, outlets: ['log', 'https://h.example/x'] })).rule.id;
  const changes = (await service.create({ ...RULE, when: 'changes', value: null })).rule.id;
  state.close();
  return { file, above, changes };
}
const TWO = await twoRules();

/** Feeds the values to two rules, kills the process at a step and continues from the files left on disk. */
async function run(values: readonly number[], step: number): Promise<Run> {
  const { above, changes } = TWO;
  const file = killed(TWO.file);
  const shown = newShown();
  shown.spread = values[0] ?? null;
  const sent: string[] = [];
  const crash = crashAt(file, step);
  shown.outlet = async ({ id }) => {
    crash.step();
    sent.push(id);
    crash.step();
    return { kind: 'taken' };
  };
  const opened: Stage[] = [];
  const open = (from: string, wrap: (state: State) => State): void => {
    const made = stage({ file: from, shown, wrap, at: opened.at(-1)?.clock.now() ?? START });
    opened.push(made);
    made.start();
  };
  /** After the kill: restarts once from the files left. */
  const rise = async () => {
    const left = crash.left();
    if (left === null || opened.at(-1)?.file === left) return;
    shown.outlet = async ({ id }) => {
      sent.push(id);
      return { kind: 'taken' };
    };
    open(left, (state) => state);
    await pass(opened.at(-1) as Stage, SETTLE_MS);
  };
  try {
    open(file, crash.wrap);
  } catch (error) {
    if (crash.left() === null) throw error;
  }
  await rise();
  for (const value of values) {
    shown.spread = value;
    shown.inputs++;
    await pass(opened.at(-1) as Stage, SETTLE_MS);
    await rise();
  }
  await pass(opened.at(-1) as Stage, 3_000);
  await rise();
  crash.rest();
  const here = opened.at(-1) as Stage;
  const firings = async (id: string) => (await here.service.list({ id, limit: 0, fired: 200 })).fired.toReversed();
  const [ofAbove, ofChanges] = [await firings(above), await firings(changes)];
  const result = {
    crashed: crash.left() !== null,
    above: ofAbove.map(({ value }) => value),
    changes: ofChanges.map(({ value }) => value),
    sent,
    due: [...ofAbove.flatMap(({ id }) => [`${id}-1`, `${id}-2`]), ...ofChanges.map(({ id }) => `${id}-1`)].toSorted(),
    ledger: (await here.service.ledger({ sinceHours: 1, horizonSec: 60, hitBps: 1, limit: 0 })).total,
  } as const;
  await here.stop();
  for (const { state } of opened) state.close();
  return result;
}

/** Expected firings, computed independently. */
const expected = (values: readonly number[]) => ({
  above: values.filter((value, i) => value > 5 && !((values[i - 1] ?? 0) > 5)),
  changes: values.filter((value, i) => i > 0 && value !== values[i - 1]),
});

function check(values: readonly number[], { above, changes, sent, due, ledger }: Run): void {
  expect({ above, changes }).toEqual(expected(values));
  expect([...new Set(sent)].toSorted()).toEqual(due);
  // A kill between sending and recording repeats messages under the same ids: at most the messages of one change.
  expect(sent.length - due.length).toBeLessThanOrEqual(3);
  expect(ledger).toBe(above.length + changes.length);
}

describe('a kill neither loses nor duplicates a firing', () => {
  test('at the steps of a run, one after another', async () => {
    const values = [1, 7, 2, 9];
    // The heavy lane kills at every step.
    const stride = LANE === 'usual' ? 3 : 1;
    let step = 1 - stride;
    for (let crashed = true; crashed;) {
      step += stride;
      const result = await run(values, step);
      check(values, result);
      ({ crashed } = result);
    }
    // Without counted steps the loop would end after one run and prove nothing.
    expect(step).toBeGreaterThan(60);
  });

  test('at any step of any run', async () => {
    const series = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(series, fc.integer({ min: 1, max: 250 }), async (values, step) => {
        check(values, await run(values, step));
      }),
      { numRuns: runs(25) },
    );
  });
});
