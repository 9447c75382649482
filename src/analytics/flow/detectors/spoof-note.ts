import { withArticle } from '../../../core/index.ts';
import { amount } from './amount.ts';
import type { SpoofParts } from './spoof-score.ts';
import type { Withdrawal } from './withdrawal.ts';

type Noted = Pick<Withdrawal, 'side' | 'layers' | 'size' | 'times' | 'lifeSeconds' | 'price' | 'tradedShare'>;

/** A withdrawal in one sentence, and the parts of its score that are not known. The size is in base currency. */
export function spoofNote(
  { side, layers, size, times, lifeSeconds, price, tradedShare }: Noted,
  parts: Partial<SpoofParts>,
): string {
  const what =
    layers > 1
      ? `${layers} ${side} levels near ${price}, ${amount(size)} in all, the largest`
      : `${withArticle(side)} of ${amount(size)} at ${price},`;
  const found = `Suspected spoofing: ${what} ${times.toFixed(1)} times the usual large size, withdrawn after ${lifeSeconds.toFixed(1)} s with ${Math.round(tradedShare * 100)} % traded.`;
  const missing = Object.entries(parts).flatMap(([name, part]) => (part === null ? [name] : []));
  return missing.length === 0
    ? found
    : `${found} No such trade is known since the book was replaced, so these parts have no weight: ${missing.join(', ')}.`;
}
