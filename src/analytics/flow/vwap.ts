import { addTo, createSums, sumOf } from './compensated.ts';
import type { Trade } from './trade.ts';

/** Volume-weighted average price `Σ price × size / Σ size`, quote currency. Null without trades. */
export function vwap(trades: Iterable<Pick<Trade, 'price' | 'size'>>): number | null {
  const sums = createSums(2);
  for (const { price, size } of trades) {
    addTo(sums, 0, price * size);
    addTo(sums, 1, size);
  }
  const volume = sumOf(sums, 1);
  return volume > 0 ? sumOf(sums, 0) / volume : null;
}
