import type { Meter } from '../meter.ts';

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Minimum of a function of one variable on [low, high], by golden section (Kiefer 1953), to `tolerance` in the variable. */
export function goldenSection(
  objective: (x: number) => number,
  { low, high, tolerance, meter }: { low: number; high: number; tolerance: number; meter: Meter },
): { readonly x: number; readonly value: number } {
  const evaluate = (x: number) => {
    meter.step();
    return objective(x);
  };
  let [a, b] = [low, high];
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let [atLeft, atRight] = [evaluate(left), evaluate(right)];
  while (b - a > tolerance && !meter.exhausted()) {
    if (atLeft <= atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = evaluate(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = evaluate(right);
    }
  }
  return atLeft <= atRight ? { x: left, value: atLeft } : { x: right, value: atRight };
}
