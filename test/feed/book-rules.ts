import type { SimulatedVenue } from '../../src/simulator/index.ts';

/** How a venue's book is kept right, which is what faults strike at: venues of one rule share its cases. */
export type BookRule =
  | 'numbered updates on a snapshot that is asked for'
  | 'updates that name the one before, on a snapshot that is asked for'
  | 'updates with a checksum, snapshot on the stream';

/** A new venue gets a row, and its types demand it. It takes its share of its rule's cases and adds none. */
const RULE_OF: Readonly<Record<SimulatedVenue, BookRule>> = {
  'binance-spot': 'numbered updates on a snapshot that is asked for',
  'binance-usdm': 'updates that name the one before, on a snapshot that is asked for',
  'kraken-spot': 'updates with a checksum, snapshot on the stream',
};

const VENUES = Object.keys(RULE_OF) as readonly SimulatedVenue[];

export const BOOK_RULES = [...new Set(Object.values(RULE_OF))].toSorted();

/** The venue that a case of a rule runs on: the venues of the rule take turns. */
export function venueOf(rule: BookRule, seed: number): SimulatedVenue {
  const venues = VENUES.filter((venue) => RULE_OF[venue] === rule);
  const venue = venues[seed % venues.length];
  if (venue === undefined) throw new Error(`no venue has the book rule "${rule}"`);
  return venue;
}

/** Cases of each rule, so that all rules together run `total`. */
export const perRule = (total: number): number => Math.ceil(total / BOOK_RULES.length);
