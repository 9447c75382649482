import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import type { Clause } from '../text/clauses.ts';
import type { Piece } from '../text/reading.ts';
import type { Setting } from '../text/settings.ts';

/** Settings that apply to all figures of a sentence if they begin it. */
const KINDS: ReadonlySet<Setting['what']> = new Set(['duration', 'distance', 'levels']);
const INTRODUCED = /^(?:over|in|within|during|for|across|on|at|from|of)\b/i;

export const hasWindow = (settings: readonly Setting[]): boolean => settings.some(({ what }) => what === 'duration');

/** Settings that all figures of a sentence share: "Over 24h the high was 5 and the low was 4", or a label as in "24h: high 5, low 4". */
export function sharedSettings(text: string, pieces: readonly Piece[]): readonly Setting[] {
  const end = pieces.findIndex(
    (piece) => piece.kind === 'figure' || (piece.kind === 'word' && NAME_WORDS.has(canonical(piece.word))),
  );
  const leading = opening(text, pieces.slice(0, Math.max(0, end + 1)));
  return leading.length > 0 ? leading : closing(pieces);
}

/** Settings after the last of several figures: "the high was 5 and the low was 4 over 24h". */
function closing(pieces: readonly Piece[]): readonly Setting[] {
  const figures = pieces.filter(({ kind }) => kind === 'figure').length;
  const last = pieces.findLastIndex(({ kind }) => kind === 'figure');
  return figures < 2
    ? []
    : pieces.slice(last).flatMap((piece) => (piece.kind === 'setting' && KINDS.has(piece.setting.what) ? [piece.setting] : []));
}

function opening(text: string, pieces: readonly Piece[]): readonly Setting[] {
  return pieces.slice(0, -1).flatMap((piece, index) => {
    if (piece.kind !== 'setting' || !KINDS.has(piece.setting.what)) return [];
    const before = pieces[index - 1];
    const introduced =
      INTRODUCED.test(text.slice(piece.start, piece.end)) ||
      (before?.kind === 'word' && INTRODUCED.test(before.word)) ||
      pieces[index + 1]?.kind === 'mark';
    return introduced ? [piece.setting] : [];
  });
}

/** A clause with the shared settings of its sentence, unless it has its own. */
export function withShared(clause: Clause, shared: readonly Setting[]): Clause {
  const own = new Set(clause.settings.map(({ what }) => what));
  const more = shared.filter(({ what }) => !own.has(what));
  return more.length === 0 ? clause : { ...clause, settings: [...clause.settings, ...more] };
}
