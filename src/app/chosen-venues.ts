import { codedError, didYouMean, type Venue } from '../core/index.ts';
import { venues } from '../venues/index.ts';
import type { Context } from './context.ts';

export const venueUnknown = codedError<{ venue: string; known: readonly string[] }>('TF_CONFIG_VENUE_UNKNOWN', {
  status: 400,
  message: ({ venue }) => `There is no venue ${venue}.`,
  advice: ({ venue, known }) => `${didYouMean(venue, known)}Known: ${known.join(', ')}. Set VENUES.`,
});

/** The venues of the configuration. Throws TF_CONFIG_VENUE_UNKNOWN. */
export function chosenVenues({ config }: Context): Venue[] {
  return config.VENUES.map((id) => {
    const venue = venues.get(id);
    if (venue === undefined) throw venueUnknown({ venue: id, known: [...venues.keys()] });
    return venue;
  });
}

/** The configured symbols in a venue's spelling. */
export const symbolsOn = (venue: Venue, { config }: Context): string[] => [
  ...new Set(config.SYMBOLS.map((symbol) => venue.nativeSymbol(symbol))),
];
