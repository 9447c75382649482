import type { EvidenceSubject, VenueId } from '../../core/index.ts';

/**
 * The venues that a replay follows, and the markets of each for which it runs studies. Inputs of other venues only advance
 * time; other markets of these venues have a feed but no studies.
 */
export type Selection = ReadonlyMap<VenueId, ReadonlySet<string> | 'all'>;

/** The joint selection of several subjects; null if one of them needs everything. */
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

/** The selected symbols of a venue. All symbols if a selected one is not found, because it may be another spelling. */
export function keptSymbols(selection: Selection | null, venue: VenueId, symbols: readonly string[]): readonly string[] {
  const wanted = selection === null ? 'all' : selection.get(venue);
  if (wanted === undefined) return [];
  const isComplete = wanted !== 'all' && [...wanted].every((symbol) => symbols.includes(symbol));
  return isComplete ? symbols.filter((symbol) => wanted.has(symbol)) : symbols;
}
