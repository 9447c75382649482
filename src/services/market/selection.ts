import type { EvidenceSubject, VenueId } from '../../core/index.ts';

/**
 * The venues that a replay follows, and of each the markets whose studies it keeps. Inputs of other venues only move the
 * time; other markets of these venues have a feed and no studies.
 */
export type Selection = ReadonlyMap<VenueId, ReadonlySet<string> | 'all'>;

/** What several answers read together; null where one of them reads everything. */
export function selectionOf(subjects: Iterable<EvidenceSubject | null>): Selection | null {
  const selection = new Map<VenueId, Set<string> | 'all'>();
  for (const subject of subjects) {
    if (subject === null) return null;
    const known = selection.get(subject.venue);
    if (subject.symbol === null) selection.set(subject.venue, 'all');
    else if (known !== 'all') selection.set(subject.venue, new Set([...(known ?? []), subject.symbol]));
  }
  return selection;
}

/** Symbols of a venue that are kept. All where one that is wanted is not among them, because it may be another spelling. */
export function keptSymbols(selection: Selection | null, venue: VenueId, symbols: readonly string[]): readonly string[] {
  const wanted = selection === null ? 'all' : selection.get(venue);
  if (wanted === undefined) return [];
  const isComplete = wanted !== 'all' && [...wanted].every((symbol) => symbols.includes(symbol));
  return isComplete ? symbols.filter((symbol) => wanted.has(symbol)) : symbols;
}
