import type { State } from '../../../runtime/state/index.ts';
import { killed } from './stage.ts';

/** A state that dies at its n-th step: what a kill would leave on the disk is put aside, and nothing works any more. */
export interface Crashing {
  readonly wrap: (state: State) => State;
  /** Where the disk as it was left is; null while it lives. */
  readonly left: () => string | null;
  /** A step outside the state, such as a message that is out but not yet noted. */
  readonly step: () => void;
  /** No kill from here on. */
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
