import { callOf, STREAM_KINDS, US_PER_SECOND, type Definitions } from '../../core/index.ts';
import { openAll } from './slots.ts';
import { note, quarantine, type Context } from './context.ts';
import { decideWanted, refuseWanted } from './follow.ts';
import { undefinedInstrument } from './numbers.ts';
import { redefine } from './redefine.ts';
import { ask, askAgain, type Failed } from './requests.ts';
import { DEFINITIONS_EVERY_US, PRIORITY, type SymbolState } from './state.ts';
import { setStream } from './streams.ts';

const DEFINITION_TRIES = 2;
const SPREAD_US = 60 * US_PER_SECOND;

/** Requests the definitions of the followed symbols when due. */
export function watchDefinitions(context: Context): void {
  const { feed, venue } = context;
  const { definitions, settings } = feed;
  if (settings.recorded || !feed.planned || feed.now < definitions.dueAt) return;
  definitions.dueAt = feed.now + DEFINITIONS_EVERY_US + (feed.rng % SPREAD_US);
  const known = [...feed.symbols.values()].filter(({ unknown }) => !unknown).map(({ symbol }) => symbol);
  if (known.length > 0) ask(context, callOf(venue.questions.instruments, { symbols: known }), PRIORITY.audit);
}

/** Applies received definitions, marks symbols that the venue lacks, and connects once every symbol is decided. */
export function define(
  context: Context,
  answer: Definitions,
  call: { readonly symbol: string | null; readonly path: string },
): void {
  const { feed, venue } = context;
  const { instruments, refused = [] } = answer;
  for (const { symbol, reason, detail } of refused)
    quarantine(context, null, reason, `definition of ${symbol ?? 'a symbol'}: ${detail}`, '');
  for (const instrument of instruments) {
    const symbol = feed.symbols.get(instrument.symbol);
    if (symbol) redefine(context, symbol, instrument);
  }
  decideWanted(context, answer, call);
  if (feed.planned) return;
  const asked =
    call.symbol === null ? [...feed.symbols.values()] : [feed.symbols.get(call.symbol)].filter((symbol) => symbol !== undefined);
  for (const symbol of asked) {
    const missing = symbol.instrument === null || (symbol.instrument.scaleFrom === 'digits' && !feed.settings.recorded);
    if (!missing || instruments.some((instrument) => instrument.symbol === symbol.symbol)) continue;
    // An unreadable definition may be this symbol's, so the symbol is not unknown.
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

/**
 * One unknown symbol fails the whole call, so requests each symbol alone. Without definitions, scales are inferred from digits.
 */
export function definitionsFailed(context: Context, settled: Failed): void {
  const { feed, venue } = context;
  const { call } = settled;
  const isLast = settled.attempt + 1 >= DEFINITION_TRIES;
  if (refuseWanted(context, settled, { isLast })) {
    if (settled.kind === 'failed' && !isLast) askAgain(context, settled, PRIORITY.book);
    return;
  }
  if (settled.kind === 'unknown_symbol') {
    if (call.symbol !== null) {
      const symbol = feed.symbols.get(call.symbol);
      // A single refusal must not end a running market.
      if (symbol && !feed.planned) markUnknown(context, symbol);
      else note(feed, `the venue no longer defines ${call.symbol}`);
      return connectWhenDefined(context);
    }
    for (const { symbol, unknown } of feed.symbols.values()) {
      const alone = callOf(venue.questions.instruments, { symbols: [symbol] });
      if (!unknown && alone !== null) ask(context, { ...alone, symbol }, PRIORITY.book);
    }
    return;
  }
  if (isLast && !feed.planned) {
    note(feed, `no instrument definitions: ${settled.why}; scales are taken from the digits seen`);
    for (const symbol of feed.symbols.values())
      if (!symbol.unknown) symbol.instrument ??= undefinedInstrument(venue.card.id, symbol.symbol);
    openAll(context);
  }
  askAgain(context, settled, PRIORITY.book);
}
