import { callOf, STREAM_KINDS, streamsOf, US_PER_SECOND, type Definitions, type Instrument } from '../../core/index.ts';
import { declareGap } from './book-resync.ts';
import { openAll } from './connections.ts';
import { note, quarantine, type Context } from './context.ts';
import { undefinedInstrument } from './numbers.ts';
import { ask, askAgain, type Failed } from './requests.ts';
import { DEFINITIONS_EVERY_US, type SymbolState } from './state.ts';
import { setStream } from './streams.ts';

const DEFINITION_TRIES = 2;
const SPREAD_US = 60 * US_PER_SECOND;

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
  note(feed, `${symbol.symbol} is defined anew: ${changed.join(', ')}`);
  if (rescaled && venue.book.proof !== 'sequence' && symbol.book.phase !== 'idle') {
    symbol.book.attempt = 0;
    declareGap(context, symbol, 'the venue changed its decimals');
  }
}

/** Its kind of instrument may have fewer streams than its venue. */
function leaveOut({ venue }: Context, { streams }: SymbolState, instrument: Instrument): void {
  const kinds = streamsOf(venue.card, instrument);
  for (const kind of STREAM_KINDS) if (!kinds.includes(kind)) delete streams[kind];
}

/** Levels of the old digits stay in a book that no checksum is over. */
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

/** Requests the definitions of the followed symbols from time to time. */
export function watchDefinitions(context: Context): void {
  const { feed, venue } = context;
  const { definitions, settings } = feed;
  if (settings.recorded || !feed.planned || feed.now < definitions.dueAt) return;
  definitions.dueAt = feed.now + DEFINITIONS_EVERY_US + (feed.rng % SPREAD_US);
  const known = [...feed.symbols.values()].filter(({ unknown }) => !unknown).map(({ symbol }) => symbol);
  if (known.length > 0) ask(context, callOf(venue.questions.instruments, { symbols: known }), 1);
}

/** Applies received definitions, marks symbols the venue lacks, and connects once all are settled. */
export function define(
  context: Context,
  { instruments, refused = [] }: Definitions,
  call: { readonly symbol: string | null },
): void {
  const { feed, venue } = context;
  for (const { symbol, reason, detail } of refused)
    quarantine(context, null, reason, `definition of ${symbol ?? 'a symbol'}: ${detail}`, '');
  for (const instrument of instruments) {
    const symbol = feed.symbols.get(instrument.symbol);
    if (symbol) redefine(context, symbol, instrument);
  }
  if (feed.planned) return;
  const asked =
    call.symbol === null ? [...feed.symbols.values()] : [feed.symbols.get(call.symbol)].filter((symbol) => symbol !== undefined);
  for (const symbol of asked) {
    const missing = symbol.instrument === null || (symbol.instrument.scaleFrom === 'digits' && !feed.settings.recorded);
    if (!missing || instruments.some((instrument) => instrument.symbol === symbol.symbol)) continue;
    // The venue has it, or may have it, and its definition is unreadable: that is not unknown.
    if (!refused.some(({ symbol: of }) => of === null || of === symbol.symbol)) markUnknown(context, symbol);
    else if (symbol.instrument === null) {
      note(feed, `no readable definition of ${symbol.symbol}; its scales are taken from the digits seen`);
      symbol.instrument = undefinedInstrument(venue.card.id, symbol.symbol);
    }
  }
  connectWhenDefined(context);
}

function markUnknown(context: Context, symbol: SymbolState): void {
  symbol.unknown = true;
  for (const stream of STREAM_KINDS) setStream(context, symbol, stream, 'down', 'the venue has no such symbol');
}

function connectWhenDefined(context: Context): void {
  const { feed } = context;
  const open = [...feed.symbols.values()].some(({ instrument, unknown }) => instrument === null && !unknown);
  if (!open && !feed.planned) openAll(context);
}

/** One unknown symbol fails the whole call, so request each alone. Without definitions, infer scales from digits. */
export function definitionsFailed(context: Context, settled: Failed): void {
  const { feed, venue } = context;
  const { call } = settled;
  if (settled.kind === 'unknown_symbol') {
    if (call.symbol !== null) {
      const symbol = feed.symbols.get(call.symbol);
      // One refusal doesn't end a running market.
      if (symbol && !feed.planned) markUnknown(context, symbol);
      else note(feed, `the venue no longer defines ${call.symbol}`);
      return connectWhenDefined(context);
    }
    for (const { symbol, unknown } of feed.symbols.values()) {
      const alone = callOf(venue.questions.instruments, { symbols: [symbol] });
      if (!unknown && alone !== null) ask(context, { ...alone, symbol }, 0);
    }
    return;
  }
  if (settled.attempt + 1 >= DEFINITION_TRIES && !feed.planned) {
    note(feed, `no instrument definitions: ${settled.why}; scales are taken from the digits seen`);
    for (const symbol of feed.symbols.values())
      if (!symbol.unknown) symbol.instrument ??= undefinedInstrument(venue.card.id, symbol.symbol);
    openAll(context);
  }
  askAgain(context, settled, 0);
}
