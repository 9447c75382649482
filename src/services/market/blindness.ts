import { US_PER_SECOND, type Micros, type StreamKind } from '../../core/index.ts';
import { carrierOf, type ClockFrame, type SymbolView } from '../../runtime/feed/index.ts';
import { standing } from './standing.ts';
import { countsByVenue, heldSince, lastTrade, timesAround, type Tape } from './tape.ts';

/** A connection silent for longer may be dead, because heartbeats and tickers come each second. */
export const BLIND_US = 2 * US_PER_SECOND;

/** A range of exchange time, `(from, to]`, with possibly missing trades, and the reason. */
export interface Blind {
  readonly from: Micros;
  readonly to: Micros;
  readonly reason: string;
  /** Whether a candle didn't prove the minute, so that a stored minute isn't known either. */
  readonly isDoubted?: true;
}

/** The reason if `aliveAt` is null. */
const NOT_CONNECTED = 'the connection that carries it is not up';

/** Receive time of the last readable message on the connection that carries a stream; null if it is not open. */
export function aliveAt(symbol: SymbolView, kind: StreamKind): Micros | null {
  const carrier = carrierOf(symbol, kind);
  if (carrier?.aliveAt == null) return null;
  return Math.max(carrier.aliveAt, dataAt(symbol, carrier) ?? carrier.aliveAt);
}

/** Why recent changes of a stream may be missing: its connection was silent for over `mostUs`. Null otherwise. */
export function whySilent(symbol: SymbolView, kind: StreamKind, at: Micros, mostUs: number): string | null {
  const alive = aliveAt(symbol, kind);
  if (alive === null) return NOT_CONNECTED;
  return at - alive > mostUs ? `nothing has come for ${Math.round((at - alive) / US_PER_SECOND)} s` : null;
}

/**
 * When a connection last brought a new message of this instrument; heartbeats don't count, because they continue in a silent
 * market.
 */
function dataAt({ streams }: SymbolView, carrier: SymbolView['carriers'][number] | undefined): Micros | null {
  let last: Micros | null = null;
  for (const kind of carrier?.streams ?? []) {
    const at = streams[kind]?.lastAt ?? null;
    if (at !== null && (last === null || at > last)) last = at;
  }
  return last;
}

/** Whether a stream is missing or out of order; a market without trades yet is not blind. */
export function isBlind({ streams }: SymbolView, kind: 'book' | 'trade'): boolean {
  const status = streams[kind];
  if (status === undefined) return true;
  const { state, seq, lastAt } = status;
  const isFirst = seq === null && lastAt === null && (state === 'connecting' || (kind === 'trade' && state === 'syncing'));
  return state !== 'synced' && !isFirst;
}

/** The range at the end for which trades may be missing, with the reason; null while trades are received. */
function tailOf(tape: Tape, symbol: SymbolView, now: Micros, { offset }: ClockFrame): Blind | null {
  const { trade } = symbol.streams;
  const last = lastTrade(tape)?.at ?? Number.NEGATIVE_INFINITY;
  const running = trade?.state === 'synced' || (trade?.state === 'gap' && symbol.trades.doubt === null);
  if (!running) return { from: last, to: now, reason: standing(symbol, 'trade') };
  const alive = symbol.streams.book?.state === 'stale' ? dataAt(symbol, carrierOf(symbol, 'trade')) : aliveAt(symbol, 'trade');
  const until = alive === null ? last : Math.max(alive - offset, last);
  const silent = Math.round((now - until) / US_PER_SECOND);
  return now - until > BLIND_US ? { from: until, to: now, reason: `nothing has come for ${silent} s` } : null;
}

/** The reason for missing trades; it names their ids if the venue counts its trades. */
const whyMissing = (tape: Tape, from: number, to: number): string =>
  countsByVenue(tape) ? `trades ${from} to ${to} are missing` : 'trades may be missing after an interruption';

/** Time ranges up to `now` with possibly missing trades, unordered. Time before the oldest kept trade is unknown as well. */
export function blindTrades(tape: Tape, symbol: SymbolView, now: Micros, frame: ClockFrame): Blind[] {
  const found: Blind[] = [];
  const tail = tailOf(tape, symbol, now, frame);
  if (tail !== null) found.push(tail);
  const { late, offset } = frame;
  if (late !== null)
    found.push({
      from: late.from - offset,
      to: late.to === null ? now : late.to - offset,
      reason: 'trades came late, or the clock of the exchange was set back',
    });
  for (const { from, to, reason } of symbol.trades.check.doubted)
    found.push({ from: from + frame.skew - 1, to: to + frame.skew, reason, isDoubted: true });
  for (const { from, to } of symbol.trades.missing) {
    const around = timesAround(tape, from, to);
    if (around !== null) found.push({ ...around, to: around.to ?? now, reason: whyMissing(tape, from, to) });
  }
  return found;
}

/** Reason for a window that begins before the oldest kept trade. */
export const TOO_SHORT = 'trades are held from a later time on';

/** Why a trade of `(from, to]` may be missing; null if all are known. */
export function whyBlind(tape: Tape, blind: readonly Blind[], from: Micros, to: Micros): string | null {
  const first = heldSince(tape);
  if (first === null) return 'no trade has arrived';
  const hit = blind.find((stretch) => stretch.from <= to && stretch.to > from);
  if (hit !== undefined) return hit.reason;
  return first <= from ? null : TOO_SHORT;
}
