export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Starts `call` at a fixed rate, however long answers take, and returns their results. Each call gets its due time, in milliseconds of
 * `performance.now()`, so that a late start counts as latency.
 */
export async function openLoop<T>({ perSecond, seconds }: Pace, call: (due: number) => Promise<T>): Promise<T[]> {
  const began = performance.now() + 50;
  const calls = Array.from({ length: perSecond * seconds }, async (_, n) => {
    const due = began + (n * 1_000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    // Timers may fire a little early; this must not shorten the latency.
    return call(Math.min(due, performance.now()));
  });
  return Promise.all(calls);
}
