import { ENDS, GRAMMAR, type Kind, type State } from './grammar-table.ts';
import { classOf, LONGEST_PHRASE } from './grammar-words.ts';
import type { Piece } from './reading.ts';
import { makesVenueSubject } from './venue-as-subject.ts';

const LINKS = new Set([':', '=', '：', '@']);
const BREAKS = new Set([',', ';', '|', '(', ')', '•', '·', '\t', '，', '；', '、', '（', '）']);
const DASHES = new Set(['-', '–', '—']);
/** Punctuation marks that only set off the text between them. */
const SILENT = new Set(Array.from("[]'`*_#.‘’{}「」/>"));

function markKind({ mark, spaced }: Extract<Piece, { kind: 'mark' }>): Kind | 'silent' | null {
  if (SILENT.has(mark)) return 'silent';
  if (LINKS.has(mark) || (DASHES.has(mark) && spaced)) return 'link';
  // "bid-ask", "top-of-book"
  if (DASHES.has(mark)) return 'silent';
  return BREAKS.has(mark) ? 'break' : null;
}

/** The words from here on, up to the first punctuation mark. */
function wordsFrom(pieces: readonly Piece[], index: number): readonly string[] {
  const words: string[] = [];
  for (const piece of pieces.slice(index, index + LONGEST_PHRASE)) {
    if (piece.kind !== 'word') break;
    words.push(piece.word);
  }
  return words;
}

/** The first piece that makes a sentence no plain statement; null if the whole sentence is one. Reads each piece once. */
export function strayIn(pieces: readonly Piece[]): Piece | null {
  const ofOrder = pieces.some((piece) => piece.kind === 'setting' && piece.setting.what === 'order');
  // Quotation marks cast doubt on a word or attribute it to somebody else, except in JSON.
  const json = pieces.some((piece) => piece.kind === 'mark' && piece.mark === '{');
  const [first] = pieces;
  // "Sell 2 BTC: the slippage is 0.5 bps" is an instruction.
  if (ofOrder && first?.kind === 'word' && /^(?:buy|sell)$/.test(first.word)) return first;
  let state: State = 'open';
  /** A name precedes the value, so a second name after "is" would be another field. */
  let named = false;
  let valued = false;
  for (let index = 0; index < pieces.length;) {
    const piece = pieces[index] as Piece;
    const { kind, length } =
      piece.kind === 'word'
        ? classOf(wordsFrom(pieces, index), ofOrder)
        : { kind: piece.kind === 'mark' ? markKind(piece) : piece.kind, length: 1 };
    index += length;
    if (kind === 'silent' || (json && piece.kind === 'mark' && piece.mark === '"')) continue;
    if (makesVenueSubject(pieces, index - length, kind)) return piece;
    const next: State | undefined = kind === null ? undefined : GRAMMAR[state][kind];
    if (next === undefined || (named && next === 'whole' && state === 'value')) return piece;
    if (next === 'open' || next === 'joined') named = valued = false;
    else named ||= !valued && (kind === 'noun' || kind === 'holder' || kind === 'trader');
    valued ||= kind === 'figure';
    state = next;
  }
  return ENDS.has(state) ? null : (pieces.at(-1) ?? null);
}
