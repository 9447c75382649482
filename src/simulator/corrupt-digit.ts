import type { Random } from '../core/index.ts';
import { below } from './chance.ts';

/** A text with one digit of one number changed, and that number before and after. */
export interface Corrupted {
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Changes one digit of one number. The text stays valid: it gets no leading zero, and no digit beyond `decimals` changes,
 * because the venue never has one there. Null if `numbers` matches nothing.
 */
export function corruptDigit(text: string, numbers: RegExp, decimals: number, random: Random): Corrupted | null {
  const matches = [...text.matchAll(numbers)];
  const match = matches[below(random, matches.length)];
  const from = match?.[1];
  if (match === undefined || from === undefined) return null;
  const start = match.index + match[0].indexOf(from);
  const point = from.includes('.') ? from.indexOf('.') : from.length;
  const places = [...from].map((_, i) => i).filter((i) => i < point || (i > point && i <= point + decimals));
  const place = places[below(random, places.length)] as number;
  const old = Number(from[place]);
  const others = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => digit !== old && !(digit === 0 && place === 0));
  const to = `${from.slice(0, place)}${others[below(random, others.length)]}${from.slice(place + 1)}`;
  return { text: text.slice(0, start) + to + text.slice(start + from.length), from, to };
}
