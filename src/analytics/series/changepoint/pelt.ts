import { checked, type Values } from '../stats/check.ts';
import { prepare, type ChangeOptions } from './cost.ts';

export interface Changes {
  /** Index of the first value of each new segment, ascending. */
  readonly changes: readonly number[];
  /** Total cost of the segments, without penalties; null if the series is constant or too short to split. */
  readonly cost: number | null;
  readonly penalty: number | null;
}

const NONE: Changes = { changes: [], cost: null, penalty: null };

/**
 * The exact segmentation with the least cost + penalty · changes, by PELT (Killick, Fearnhead & Eckley 2012). A segment start is pruned
 * once it can't be optimal; because of the minimum segment length, only `minSize` values later. Quadratic time if nothing changes.
 * **Uses the whole series.**
 */
export function pelt(values: Values, options: ChangeOptions = {}): Changes {
  const x = checked('PELT', values);
  const n = x.length;
  const prepared = prepare('PELT', x, options);
  if (prepared === null || n < 2 * prepared.minSize) return NONE;
  const { costOf, penalty, minSize } = prepared;
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(n + 1);
  const dropAt = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  best[0] = -penalty;
  let starts = [0];
  for (let t = minSize; t <= n; t++) {
    if (t - minSize >= minSize) starts.push(t - minSize);
    starts = starts.filter((s) => dropAt[s]! > t);
    for (const s of starts) {
      const total = best[s]! + costOf(s, t) + penalty;
      if (total < best[t]!) [best[t], previous[t]] = [total, s];
    }
    for (const s of starts) {
      if (dropAt[s] === Number.POSITIVE_INFINITY && best[s]! + costOf(s, t) > best[t]!) dropAt[s] = t + minSize;
    }
  }
  const changes: number[] = [];
  for (let t = previous[n]!; t > 0; t = previous[t]!) changes.push(t);
  return { changes: changes.toReversed(), cost: best[n]! - penalty * changes.length, penalty };
}

/**
 * Splits the series where the gain is largest, then each part again, while a split gains more than the penalty (Scott & Knott 1974).
 * Greedy: close to PELT and cheaper, never better. **Uses the whole series.**
 */
export function binarySegmentation(values: Values, options: ChangeOptions = {}): Changes {
  const x = checked('Binary segmentation', values);
  const prepared = prepare('Binary segmentation', x, options);
  if (prepared === null || x.length < 2 * prepared.minSize) return NONE;
  const { costOf, penalty, minSize } = prepared;
  const changes: number[] = [];
  const parts: (readonly [number, number])[] = [[0, x.length]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    const whole = costOf(from, to);
    let [gain, at] = [penalty, -1];
    for (let t = from + minSize; t <= to - minSize; t++) {
      const own = whole - costOf(from, t) - costOf(t, to);
      if (own > gain) [gain, at] = [own, t];
    }
    if (at < 0) continue;
    changes.push(at);
    parts.push([from, at], [at, to]);
  }
  changes.sort((a, b) => a - b);
  const cost = [...changes, x.length].reduce((sum, to, i) => sum + costOf(changes[i - 1] ?? 0, to), 0);
  return { changes, cost, penalty };
}
