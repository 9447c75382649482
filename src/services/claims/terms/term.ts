import type { Unit } from '../text/units.ts';

/** A field of an answer, and the names by which a text may claim it. */
export interface Term {
  /** Place in the answer, dotted; `[]` stands for the item of a list that `pick` chooses. */
  readonly path: string;
  /** Names in canonical words (`canonical.ts`), in any order; the words of a clause have to be exactly those of one name. */
  readonly names: readonly string[];
  readonly unit: Unit;
  /** `signed` values take direction words and signs. */
  readonly sign?: 'signed';
  /** The name itself has a direction: "net selling". */
  readonly direction?: 'plus' | 'minus';
  /** How an item of the list is chosen; a text that doesn't choose one can't be checked. */
  readonly pick?: Pick;
  /** Lengths of time, in seconds, that a clause may give for it. */
  readonly seconds?: readonly number[];
  /** Levels a side that it covers: "top 20". */
  readonly levels?: number;
  /** What a clause has to say for it: its window, or its unit. */
  readonly needs?: 'duration' | 'unit';
  /** `loose`: people use the name for other fields too, so another value under it is not yet an alteration. */
  readonly loose?: 'loose';
}

export type Pick =
  /** By the length of time in the clause, in seconds. */
  | { readonly by: 'duration'; readonly key: string }
  /** By the distance in the clause, in bps. */
  | { readonly by: 'distance'; readonly key: string }
  /** By side and size of an order. */
  | { readonly by: 'order'; readonly side: 'buy' | 'sell' }
  | { readonly by: 'last' }
  /** By its place from the top, counted from one. */
  | { readonly by: 'rank' }
  /** By a number that each item has. */
  | { readonly by: 'id'; readonly key: string }
  | { readonly by: 'first'; readonly side?: 'buy' | 'sell' }
  /** By the time in the clause, which an item begins with. */
  | { readonly by: 'time'; readonly key: string }
  /** The row of the instrument or venue that the clause names. */
  | { readonly by: 'market'; readonly stream?: string }
  | { readonly by: 'venue' }
  /** Any item may have it. */
  | { readonly by: 'any'; readonly side?: 'bid' | 'ask' };

export const DAY_SECONDS = 86_400;

/** A list of names as one text, with commas between. */
export const namesIn = (names: string): readonly string[] => names.split(',').map((name) => name.trim());
