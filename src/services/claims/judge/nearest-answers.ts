import { receiptsIn } from '../../../core/index.ts';
import type { Clause } from '../text/clauses.ts';
import type { Proven } from './proven.ts';

/** Answers that a figure is held against at most. */
const MOST_NEAR = 24;

/** The answers that stand right behind a figure; where none do, all, those cited behind it first, each by its distance. */
export function nearest({ cited, figure: { end } }: Clause, proven: readonly Proven[], places: Places): readonly Proven[] {
  if (cited.length > 0) return proven.filter(({ receipt }) => cited.includes(receipt));
  const distance = ({ receipt }: Proven): number => {
    const starts = places.get(receipt) ?? [];
    const behind = starts.find((start) => start >= end);
    if (behind !== undefined) return behind - end;
    const before = starts.at(-1);
    return before === undefined ? Infinity : BEFORE_ALL + end - before;
  };
  const far = new Map(proven.map((one) => [one, distance(one)]));
  return proven.toSorted((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0)).slice(0, MOST_NEAR);
}

/** More than any text is long: what stands before a figure comes after all that stand behind it. */
const BEFORE_ALL = 1e9;

/** Where each receipt stands, in order. */
export type Places = ReadonlyMap<string, readonly number[]>;

export function placesIn(text: string): Places {
  const places = new Map<string, number[]>();
  for (const { text: receipt, start } of receiptsIn(text)) places.set(receipt, [...(places.get(receipt) ?? []), start]);
  return places;
}
