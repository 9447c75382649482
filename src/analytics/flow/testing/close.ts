import { expect } from 'vitest';

/** Expects a number within a relative distance of `wanted`; the worked examples have six digits. */
export function close(value: number | null, wanted: number, relative = 1e-6): void {
  expect(value).not.toBeNull();
  expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(relative * Math.max(Math.abs(wanted), Number.MIN_VALUE));
}
