import type { SimulatedVenue } from '../../src/simulator/index.ts';

/** How a feed keeps a venue's book correct. Faults test the rule, so venues with the same rule share its test cases. */
export type BookRule =
  | 'numbered updates on a snapshot that is asked for'
  | 'updates that name the one before, on a snapshot that is asked for'
  | 'updates with a checksum, snapshot on the stream';

/** The compiler demands a row for a new venue. The venue shares the cases of its rule and adds no cases. */
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
