import type { Unit } from '../text/units.ts';

/**
 * A field of an answer, and the names by which prose may claim it. For example:
 * `{ path: 'spread_bps', names: ['spread', 'bid ask spread'], unit: 'bps' }` binds "The bid-ask spread is 0.9 bps".
 */
export interface Term {
  /** Place in the answer, dotted. `[]` stands for the list item that `pick` chooses. */
  readonly path: string;
  /**
   * Each name in canonical words (canonical.ts), in any order. A clause matches if its words are exactly those of one name,
   * apart from words of the grammar (grammar-words.ts) and the words allowed beside it (beside.ts). An empty name matches a
   * clause without a name.
   */
  readonly names: readonly string[];
  readonly unit: Unit;
  /** The value can be negative, so a clause may give a sign or a direction word: "down 0.04 %". */
  readonly sign?: 'signed';
  /** The sign that the name itself implies: "net selling" is `minus`. */
  readonly direction?: 'plus' | 'minus';
  /** How the item of a list is chosen. A clause that chooses none is not checked. */
  readonly pick?: Pick;
  /** Windows, in seconds, that a clause may state for the field. */
  readonly seconds?: readonly number[];
  /** Path of the field's window in the answer, in seconds. */
  readonly secondsAt?: string;
  /** Levels per side that the field covers: "top 20". */
  readonly levels?: number;
  /** What a clause must state besides the name: its window, its number of levels or its unit. */
  readonly needs?: 'duration' | 'levels' | 'unit';
  /** `yes`: people use the name for other fields too, so a differing figure may be right about one of those. */
  readonly ambiguous?: true;
}

/** What in the clause chooses the item of a list. `key` is the item's field that is compared with it. */
export type Pick =
  /** A window, in seconds. */
  | { readonly by: 'duration'; readonly key: string }
  /** A distance, in bps. */
  | { readonly by: 'distance'; readonly key: string }
  /** Side and size of an order. */
  | { readonly by: 'order'; readonly side: 'buy' | 'sell' }
  /** A rank, counted from one at the touch. */
  | { readonly by: 'rank' }
  /** An id. */
  | { readonly by: 'id'; readonly key: string }
  /** A time; the key is the item's start time. */
  | { readonly by: 'time'; readonly key: string }
  /** The instrument that the clause names. */
  | { readonly by: 'market'; readonly stream?: string }
  /** The venue that the clause names. */
  | { readonly by: 'venue' }
  /** Nothing: it is the first item. */
  | { readonly by: 'first'; readonly side?: 'buy' | 'sell' }
  /** Nothing: it is the last item. */
  | { readonly by: 'last' }
  /** Nothing: any item may have the value. */
  | { readonly by: 'any'; readonly side?: 'bid' | 'ask' };

export const DAY_SECONDS = 86_400;

/** Windows of a field as a sentence states them: "24h", "60 s"; empty if it has no fixed window. */
export const windowOf = ({ seconds = [] }: Term): string =>
  seconds.map((length) => (length === DAY_SECONDS ? '24h' : `${length} s`)).join(' or ');

/** Names written as one text, separated by commas. */
export const namesIn = (names: string): readonly string[] => names.split(',').map((name) => name.trim());
