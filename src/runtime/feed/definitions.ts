import { US_PER_SECOND, type Instrument } from '../../core/index.ts';
import { declareGap } from './book-resync.ts';
import { note, type Context } from './context.ts';
import { ask } from './requests.ts';
import { DEFINITIONS_EVERY_US, type SymbolState } from './state.ts';

const SPREAD_US = 60 * US_PER_SECOND;

/** Takes a definition over what was held. Where a checksum is over its digits, the book begins again with the new ones. */
export function redefine(context: Context, symbol: SymbolState, next: Instrument): void {
  const { feed, venue } = context;
  const held = symbol.instrument;
  if (held === null || (held.scaleFrom === 'digits' && next.scaleFrom === 'definition')) {
    symbol.instrument = next;
    return;
  }
  const kept = venue.book.proof === 'sequence' ? widest(held, next) : next;
  if (isSame(held, kept)) return;
  symbol.instrument = { ...kept, version: (held.version ?? 1) + 1 };
  feed.definitions.attempt = 0;
  const rescaled = held.priceScale !== kept.priceScale || held.sizeScale !== kept.sizeScale;
  note(feed, `${symbol.symbol} is defined anew: ${changes(held, kept)}`);
  if (rescaled && venue.book.proof !== 'sequence' && symbol.book.phase !== 'idle') {
    symbol.book.attempt = 0;
    declareGap(context, symbol, 'the venue changed its decimals');
  }
}

/** Levels of the old digits stay in a book that no checksum is over. */
const widest = (held: Instrument, next: Instrument): Instrument => ({
  ...next,
  priceScale: Math.max(held.priceScale, next.priceScale),
  sizeScale: Math.max(held.sizeScale, next.sizeScale),
});

const KEYS = ['priceScale', 'sizeScale', 'tick', 'lot', 'status'] as const;

const isSame = (a: Instrument, b: Instrument): boolean => KEYS.every((key) => a[key] === b[key]);

const changes = (a: Instrument, b: Instrument): string =>
  KEYS.filter((key) => a[key] !== b[key])
    .map((key) => `${key} ${a[key]} to ${b[key]}`)
    .join(', ');

/** Asks for the definitions of what is followed, from time to time. */
export function watchDefinitions(context: Context): void {
  const { feed, venue } = context;
  const { definitions, settings } = feed;
  if (settings.recorded || !feed.planned || feed.now < definitions.dueAt) return;
  definitions.dueAt = feed.now + DEFINITIONS_EVERY_US + (feed.rng % SPREAD_US);
  const known = [...feed.symbols.values()].filter(({ unknown }) => !unknown).map(({ symbol }) => symbol);
  if (known.length > 0) ask(context, venue.rest.instruments(known), 1);
}
