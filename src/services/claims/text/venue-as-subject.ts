import type { Kind } from './grammar-table.ts';
import type { Piece } from './reading.ts';

/** Kinds that state something about the piece before them. */
const PREDICATES: ReadonlySet<Kind> = new Set(['be', 'goes', 'equals', 'quoted', 'direction']);
const PLACES = new Set(['on', 'at', 'in', 'for', 'via', 'from']);

/** "Binance holds 22 BTC" would say that the venue owns the orders of its traders. */
function holdsCoins(pieces: readonly Piece[], index: number): boolean {
  const verb = pieces[index];
  if (verb?.kind !== 'word' || !/^(?:hold|holds|had|has)$/.test(verb.word)) return false;
  return pieces.some(
    (piece) => piece.kind === 'figure' && typeof piece.figure.unit === 'object' && piece.figure.unit?.kind === 'asset',
  );
}

/** "Sellers sold 5 BTC for Binance" would say that they sold on its behalf. */
function isBehalf(pieces: readonly Piece[], index: number): boolean {
  const [before, venue, after] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (venue?.kind !== 'market' || venue.venue === null || venue.symbol !== null || after?.kind === 'market') return false;
  return (
    before?.kind === 'word' &&
    before.word === 'for' &&
    pieces.some((piece) => piece.kind === 'word' && /^(?:buyers|sellers)$/.test(piece.word))
  );
}

/** "trades at", the verb. */
function tradesAt(pieces: readonly Piece[], index: number): boolean {
  const [trades, at] = [pieces[index], pieces[index + 1]];
  return trades?.kind === 'word' && trades.word === 'trades' && at?.kind === 'word' && at.word === 'at';
}

/**
 * Whether the venue directly before this piece is the subject of the sentence: "Binance trades at 5", "the price of Binance is
 * 5".
 */
function isVenueAlone(pieces: readonly Piece[], index: number): boolean {
  const [before, venue] = [pieces[index - 2], pieces[index - 1]];
  if (venue?.kind !== 'market' || venue.venue === null || venue.symbol !== null) return false;
  return !(before?.kind === 'market' || (before?.kind === 'word' && PLACES.has(before.word)) || before?.kind === 'mark');
}

/** Whether this piece makes a venue the subject of a value that belongs to one of its markets. */
export function makesVenueSubject(pieces: readonly Piece[], index: number, kind: Kind | 'silent' | null): boolean {
  if (isBehalf(pieces, index)) return true;
  const says =
    (kind !== null && kind !== 'silent' && PREDICATES.has(kind)) || tradesAt(pieces, index) || holdsCoins(pieces, index);
  return says && isVenueAlone(pieces, index);
}
