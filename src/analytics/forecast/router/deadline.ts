/** The real time of an answer, and whether any work was left out because of it. */
export interface Deadline {
  /** Whether the time is over; asked only where work is left out if it is. */
  readonly passed: () => boolean;
  /** Milliseconds left, at least 0; Infinity without a limit. */
  readonly left: () => number;
  /** Whether `passed` was ever true. */
  readonly wasPassed: () => boolean;
  readonly clock: () => number;
}

/** A deadline `ms` from now, on a clock in milliseconds. */
export function createDeadline(clock: () => number, ms: number): Deadline {
  const until = clock() + ms;
  let over = false;
  return {
    passed() {
      over ||= clock() >= until;
      return over;
    },
    left: () => Math.max(0, until - clock()),
    wasPassed: () => over,
    clock,
  };
}
