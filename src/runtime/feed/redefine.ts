import { STREAM_KINDS, streamsOf, type Instrument } from '../../core/index.ts';
import { declareGap } from './book-resync.ts';
import { note, type Context } from './context.ts';
import type { SymbolState } from './state.ts';

/** Applies a new definition. If a checksum covers the digits, the book restarts with the new ones. */
export function redefine(context: Context, symbol: SymbolState, next: Instrument): void {
  const { feed, venue } = context;
  const held = symbol.instrument;
  if (held === null || (held.scaleFrom === 'digits' && next.scaleFrom === 'definition')) {
    symbol.instrument = next;
    leaveOut(context, symbol, next);
    return;
  }
  const kept = venue.book.proof === 'sequence' ? widest(held, next) : next;
  const changed = changes(held, kept);
  if (changed.length === 0) return;
  symbol.instrument = { ...kept, version: (held.version ?? 1) + 1 };
  feed.definitions.attempt = 0;
  // A perpetual that gets a delivery date loses what only perpetuals have.
  if (held.kind !== kept.kind) leaveOut(context, symbol, kept);
  const rescaled = held.priceScale !== kept.priceScale || held.sizeScale !== kept.sizeScale;
  note(feed, `${symbol.symbol} has another definition: ${changed.join(', ')}`);
  if (rescaled && venue.book.proof !== 'sequence' && symbol.book.phase !== 'idle') {
    symbol.book.attempt = 0;
    declareGap(context, symbol, 'the venue changed its decimals');
  }
}

/** Removes the streams that the venue doesn't have for this kind of instrument. */
function leaveOut({ venue }: Context, { streams }: SymbolState, instrument: Instrument): void {
  const kinds = streamsOf(venue.card, instrument);
  for (const kind of STREAM_KINDS) if (!kinds.includes(kind)) delete streams[kind];
}

/** Without a checksum the book keeps its levels with the old digits, so the wider scale applies. */
const widest = (held: Instrument, next: Instrument): Instrument => ({
  ...next,
  priceScale: Math.max(held.priceScale, next.priceScale),
  sizeScale: Math.max(held.sizeScale, next.sizeScale),
});

/** Fields of a definition, flat and by name; contract terms only for a contract. */
const termsOf = ({ priceScale, sizeScale, tick, lot, status, kind, base, quote, contract }: Instrument) =>
  new Map<string, string | number | boolean | null>(
    Object.entries({ priceScale, sizeScale, tick, lot, status, kind, base, quote, isContract: contract !== null, ...contract }),
  );

/** Differences from another definition, such as `tick 0.01 to 0.1`. */
function changes(before: Instrument, after: Instrument): string[] {
  const [held, next] = [termsOf(before), termsOf(after)];
  return [...new Set([...held.keys(), ...next.keys()])]
    .filter((key) => (held.get(key) ?? null) !== (next.get(key) ?? null))
    .map((key) => `${key} ${String(held.get(key) ?? null)} to ${String(next.get(key) ?? null)}`);
}
