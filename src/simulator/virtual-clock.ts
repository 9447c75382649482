import { US_PER_MS, type Clock, type Micros } from '../core/index.ts';

/**
 * A clock that moves only when it is advanced. Timers run in order of their due time; timers due at the same time run in the
 * order they were set.
 */
export interface VirtualClock extends Clock {
  /** Advances the clock to `at` and runs all timers due until then, including new ones. Never goes back. */
  advanceTo(at: Micros): void;
  advanceBy(ms: number): void;
  /** Number of waiting timers. */
  pending(): number;
}

interface Timer {
  readonly due: Micros;
  readonly order: number;
  run: (() => void) | null;
}

const before = (a: Timer, b: Timer) => a.due < b.due || (a.due === b.due && a.order < b.order);

/** Creates a virtual clock with the time `start`, in µs. */
export function createVirtualClock(start: Micros): VirtualClock {
  if (!Number.isSafeInteger(start) || start < 0) throw new RangeError(`not a time in microseconds: ${start}`);
  const heap: Timer[] = [];
  let now = start;
  let order = 0;
  let waiting = 0;
  let advancing = false;

  const push = (timer: Timer) => {
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Timer;
      if (!before(timer, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
  };

  const pop = () => {
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer)) child++;
      if (!before(heap[child] as Timer, last)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
  };

  const runDue = (at: Micros) => {
    for (let next = heap[0]; next !== undefined && next.due <= at; next = heap[0]) {
      pop();
      if (next.run === null) continue;
      const run = next.run;
      next.run = null;
      waiting--;
      now = next.due;
      run();
    }
  };

  const advanceTo = (at: Micros) => {
    if (advancing) throw new Error('the virtual clock is already advancing');
    if (!(at >= now)) throw new RangeError(`the virtual clock stands at ${now} and can't go to ${at}`);
    advancing = true;
    try {
      runDue(at);
      now = at;
    } finally {
      advancing = false;
    }
  };

  return {
    now: () => now,
    after(ms, run) {
      if (Number.isNaN(ms)) throw new RangeError('a timer needs a number of milliseconds');
      const timer: Timer = { due: now + Math.max(0, Math.round(ms * US_PER_MS)), order: order++, run };
      push(timer);
      waiting++;
      return () => {
        if (timer.run === null) return;
        timer.run = null;
        waiting--;
      };
    },
    advanceTo,
    advanceBy: (ms) => advanceTo(now + Math.round(ms * US_PER_MS)),
    pending: () => waiting,
  };
}
