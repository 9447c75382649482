import { US_PER_SECOND, type Micros } from '../../core/index.ts';

/** Samples of a full window, evenly spaced. */
const SAMPLES = 120;
/** Fewer samples, half a window, are not judged. */
const LEAST = 60;

export interface Usual {
  readonly mean: number;
  /** Sample standard deviation, n − 1. */
  readonly deviation: number;
}

/**
 * History of a value over the last `windowSec` seconds, sampled every `windowSec / 120`. A value is judged by earlier values only. A
 * restart clears the history, because a gap would distort the baseline.
 */
export class RecentValues {
  readonly #windowUs: Micros;
  readonly #samples: { readonly at: Micros; readonly value: number }[] = [];
  #usual: Usual | null = null;

  constructor(windowSec: number) {
    this.#windowUs = windowSec * US_PER_SECOND;
  }

  /** Mean and deviation of the samples in the window at `at`; null for fewer than 60. */
  usual(at: Micros): Usual | null {
    this.#forget(at);
    return this.#usual;
  }

  /** Adds a value as a sample if the last one is old enough. */
  add(at: Micros, value: number): void {
    const last = this.#samples.at(-1);
    // The clock was set back, so times no longer give the order.
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
