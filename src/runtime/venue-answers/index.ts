export { createAskVenue } from './ask-venue.ts';
export * from './errors.ts';
export { EXCHANGE_LETTER, parseExchangeEvidence, type AskVenue, type Exchange } from './exchange.ts';
