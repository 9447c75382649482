import {
  isAskedVenue,
  splitVenue,
  type AskedMarket,
  type CallerAsks,
  type CallerQuestionOf,
  type Venue,
  type VenueId,
} from '../../core/index.ts';
import { venueUnsupported } from './errors.ts';

/** The symbol of a followed market of a venue for a requested one (`btc`, `bitcoin`, `BTC-USD`); null if none is meant. */
export type FollowedSymbol = (venue: VenueId, asked: string) => string | null;

interface Wanted<K extends keyof CallerAsks> {
  readonly id: K;
  /** The kind of answer, in words for errors. */
  readonly what: string;
  readonly asked: AskedMarket;
  readonly followed: FollowedSymbol;
}

export interface Chosen<K extends keyof CallerAsks> {
  readonly venue: Venue;
  readonly question: CallerQuestionOf<K>;
  /** As the venue writes it. */
  readonly symbol: string;
  /** All venues that have the question. */
  readonly others: readonly VenueId[];
}

function questionOf<K extends keyof CallerAsks>({ callerQuestions = {} }: Venue, id: K): CallerQuestionOf<K> | string {
  const found = callerQuestions[id];
  if (found === undefined) return 'this build can not ask it.';
  return 'unsupported' in found ? found.unsupported : (found as CallerQuestionOf<K>);
}

/**
 * The venue that every given name means. Without a name: the first venue with the question that follows the symbol, or else the first with
 * the question, because the symbol need not be followed. Throws TF_VENUE_UNSUPPORTED.
 */
export function chooseVenue<K extends keyof CallerAsks>(
  venues: ReadonlyMap<VenueId, Venue>,
  { id, what, asked, followed }: Wanted<K>,
): Chosen<K> {
  const { symbol, venues: names } = splitVenue(asked);
  const able = [...venues.values()].filter((venue) => typeof questionOf(venue, id) !== 'string');
  const others = able.map(({ card }) => card.id);
  const named = [...venues.values()].find((venue) => isAskedVenue(venue.card.id, venue, names));
  const following = able.find((venue) => followed(venue.card.id, symbol) !== null);
  const venue = names.length === 0 ? (following ?? able[0] ?? named) : named;
  const refuse = (venueId: string, reason: string) => venueUnsupported({ what, venue: venueId, reason, others });
  if (venue === undefined) throw refuse(names.join(', ') || 'This server', 'it is not followed.');
  const question = questionOf(venue, id);
  if (typeof question === 'string') throw refuse(venue.card.id, question);
  return { venue, question, symbol: followed(venue.card.id, symbol) ?? venue.nativeSymbol(symbol), others };
}
