import { codedError } from '../../core/index.ts';

export const venueUnsupported = codedError<{ what: string; venue: string; reason: string; others: readonly string[] }>(
  'TF_VENUE_UNSUPPORTED',
  {
    public: 'venue_unsupported',
    status: 422,
    message: ({ what, venue, reason }) => `${venue} has no ${what}: ${reason}`,
    advice: ({ others }) =>
      others.length > 0
        ? `Venues of this server that have it: ${others.join(', ')}.`
        : 'No venue of this server has it. Add a venue that has it with VENUES or --venues.',
  },
);

export const venueSymbolUnknown = codedError<{ symbol: string; venue: string }>('TF_VENUE_SYMBOL_UNKNOWN', {
  public: 'venue_symbol_unknown',
  status: 404,
  message: ({ symbol, venue }) => `${venue} says that it has no symbol ${symbol}.`,
  advice: () => 'Write the symbol as the venue lists it; list_markets lists the followed ones.',
});

export const venueNoAnswer = codedError<{ venue: string; reason: string }>('TF_VENUE_NO_ANSWER', {
  public: 'venue_no_answer',
  status: 503,
  message: ({ venue, reason }) => `${venue} gave no answer: ${reason}.`,
  advice: () => 'Check the venue with get_data_health, and try again in a minute.',
});

export const otherExchange = codedError<{ venue: string }>('TF_VENUE_OTHER_EXCHANGE', {
  status: 409,
  message: ({ venue }) => `The log has another question to ${venue} at this position.`,
  advice: () => 'The receipt was altered: its arguments belong to another answer.',
});
