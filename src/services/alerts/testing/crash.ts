import type { State } from '../../../runtime/state/index.ts';
import { killed } from './stage.ts';

/** A state that is killed at its n-th step: the files that a kill would leave are copied, and every later call throws. */
export interface Crashing {
  readonly wrap: (state: State) => State;
  /** Path of the state as the kill left it; null before the kill. */
  readonly left: () => string | null;
  /** A step outside the state, such as a message that was sent but not yet recorded. */
  readonly step: () => void;
  /** Stops counting steps, so that no kill happens from now on. */
  readonly rest: () => void;
}

class Killed extends Error {}

export function crashAt(file: string, n: number): Crashing {
  let steps = 0;
  let left: string | null = null;
  let counting = true;
  const step = () => {
    if (left === null && counting && ++steps === n) left = killed(file);
    if (left !== null) throw new Killed(`killed at step ${n}`);
  };
  return {
    left: () => left,
    step,
    rest: () => void (counting = false),
    wrap: (state) => ({
      setAside: state.setAside,
      run(sql, ...values) {
        step();
        const changed = state.run(sql, ...values);
        step();
        return changed;
      },
      all(sql, ...values) {
        step();
        return state.all(sql, ...values);
      },
      transaction(work) {
        step();
        const result = state.transaction(() => {
          const made = work();
          step();
          return made;
        });
        step();
        return result;
      },
      close: () => state.close(),
    }),
  };
}
