import { US_PER_SECOND, type Micros } from '../../core/index.ts';

/** Samples that a whole window has, evenly apart. */
const SAMPLES = 120;
/** Without half a window there is no judgement. */
const LEAST = 60;

export interface Usual {
  readonly mean: number;
  /** Sample standard deviation, n − 1. */
  readonly deviation: number;
}

/**
 * What a value was over the last `windowSec` seconds, by samples `windowSec / 120` apart. A value is judged by earlier
 * values, never by itself. A restart clears the history, because a gap would distort the baseline.
 */
export class RecentValues {
  readonly #windowUs: Micros;
  readonly #samples: { readonly at: Micros; readonly value: number }[] = [];
  #usual: Usual | null = null;

  constructor(windowSec: number) {
    this.#windowUs = windowSec * US_PER_SECOND;
  }

  /** Mean and deviation of the samples that are still in the window at `at`; null of fewer than 60. */
  usual(at: Micros): Usual | null {
    this.#forget(at);
    return this.#usual;
  }

  /** Takes a value as a sample when the last one is long enough ago. */
  add(at: Micros, value: number): void {
    const last = this.#samples.at(-1);
    // The clock was put back: times no longer say what came first.
    if (last !== undefined && at < last.at) this.#samples.length = 0;
    else if (last !== undefined && at - last.at < this.#windowUs / SAMPLES) return;
    this.#samples.push({ at, value });
    this.#forget(at);
    this.#usual = usualOf(this.#samples.map((sample) => sample.value));
  }

  #forget(at: Micros): void {
    let gone = 0;
    while (gone < this.#samples.length && (this.#samples[gone]?.at ?? at) <= at - this.#windowUs) gone++;
    if (gone === 0) return;
    this.#samples.splice(0, gone);
    this.#usual = usualOf(this.#samples.map((sample) => sample.value));
  }
}

/** Two passes, so that large prices with small moves keep their digits. */
export function usualOf(values: readonly number[]): Usual | null {
  if (values.length < LEAST) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
