import { isAskedVenue, type CallerAsks, type CallerQuestionOf, type Venue, type VenueId } from '../../core/index.ts';
import { venueUnsupported } from './errors.ts';

interface Wanted<K extends keyof CallerAsks> {
  readonly id: K;
  /** The kind of answer, in words for errors. */
  readonly what: string;
  /** Names given for the venue; empty: the first venue that has the question. */
  readonly names: readonly string[];
}

function questionOf<K extends keyof CallerAsks>({ callerQuestions = {} }: Venue, id: K): CallerQuestionOf<K> | string {
  const found = callerQuestions[id];
  if (found === undefined) return 'this build can not ask it.';
  return 'unsupported' in found ? found.unsupported : (found as CallerQuestionOf<K>);
}

/** The venue that every given name means, or the first that has the question. Throws TF_VENUE_UNSUPPORTED. */
export function chooseVenue<K extends keyof CallerAsks>(
  venues: ReadonlyMap<VenueId, Venue>,
  { id, what, names }: Wanted<K>,
): { readonly venue: Venue; readonly question: CallerQuestionOf<K>; readonly others: readonly VenueId[] } {
  const able = [...venues.values()].filter((venue) => typeof questionOf(venue, id) !== 'string');
  const others = able.map(({ card }) => card.id);
  const named = [...venues.values()].find((venue) => isAskedVenue(venue.card.id, venue, names));
  const venue = names.length === 0 ? (able[0] ?? named) : named;
  const refuse = (venueId: string, reason: string) => venueUnsupported({ what, venue: venueId, reason, others });
  if (venue === undefined) throw refuse(names.join(', ') || 'This server', 'it is not followed.');
  const question = questionOf(venue, id);
  if (typeof question === 'string') throw refuse(venue.card.id, question);
  return { venue, question, others };
}
