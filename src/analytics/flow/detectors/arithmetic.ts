import type { Finding } from './findings.ts';
import { CRASH_WEIGHTS } from './flash-crash-score.ts';
import { spoofBase, SPOOF_WEIGHTS } from './spoof-score.ts';
import { ICEBERG_BASE, ICEBERG_PER_RATIO, RATIO_LEAST } from './iceberg-score.ts';

/** One addend of a score. A missing part has no weight; the weights of the others are scaled up. */
export interface Addend {
  readonly part: string;
  readonly value: number | null;
  readonly weight: number | null;
  readonly product: number | null;
}

const addend = (part: string, value: number | null, weight: number): Addend =>
  value === null ? { part, value, weight: null, product: null } : { part, value, weight, product: value * weight };

/** The addends of a finding's score, which is their sum (capped at 1). */
export function arithmeticOf({ kind, parts, seen }: Pick<Finding, 'kind' | 'parts' | 'seen'>): Addend[] {
  if (kind === 'iceberg')
    return [
      addend('base', 1, ICEBERG_BASE),
      addend('executed over displayed, beyond 2', (seen['ratio'] ?? 0) - RATIO_LEAST, ICEBERG_PER_RATIO),
    ];
  if (kind === 'spoofing')
    return [
      addend('base', 1, spoofBase(parts)),
      ...Object.entries(SPOOF_WEIGHTS).map(([part, weight]) => addend(part, parts[part] ?? null, weight)),
    ];
  const weights: Readonly<Record<string, number>> = CRASH_WEIGHTS;
  const whole = Object.entries(weights).reduce((sum, [part, weight]) => (parts[part] == null ? sum : sum + weight), 0);
  return Object.entries(weights).map(([part, weight]) => addend(part, parts[part] ?? null, weight / whole));
}
