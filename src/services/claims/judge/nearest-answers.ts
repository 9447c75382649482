import { receiptsIn } from '../../../core/index.ts';
import type { Clause } from '../text/clauses.ts';
import type { Proven } from './proven.ts';

/** Most answers that a figure is compared with. */
const MOST_NEAR = 24;

/** The answers cited directly after a figure. If there are none: all answers by distance, those cited after the figure first. */
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

/** Longer than any text. Answers cited before a figure are therefore more distant than all answers cited after it. */
const BEFORE_ALL = 1e9;

/** Positions of each receipt, in order. */
export type Places = ReadonlyMap<string, readonly number[]>;

export function placesIn(text: string): Places {
  const places = new Map<string, number[]>();
  for (const { text: receipt, start } of receiptsIn(text)) places.set(receipt, [...(places.get(receipt) ?? []), start]);
  return places;
}
