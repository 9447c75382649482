import { editDistance } from './edit-distance.ts';

/** Most letters of a name and most names that are compared, so that the work is bounded. */
const MOST_LETTERS = 64;
const MOST_KNOWN = 5_000;

/** Known names similar to a mistyped one, but never itself: few edits apart, or one contains the other. At most three, nearest first. */
export function nearNames(name: string, known: Iterable<string>): string[] {
  const wanted = name.slice(0, MOST_LETTERS).toLowerCase();
  if (wanted.length === 0) return [];
  const scored = [...firstOf(known)]
    .filter((other) => other !== name)
    .map((other) => {
      const lower = other.slice(0, MOST_LETTERS).toLowerCase();
      const contains = wanted.length >= 4 && (lower.includes(wanted) || wanted.includes(lower));
      return { other, score: contains ? 1 : editDistance(wanted, lower) };
    });
  // Two edits change too much of a short name.
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score || a.other.localeCompare(b.other))
    .slice(0, 3)
    .map(({ other }) => other);
}

function* firstOf(known: Iterable<string>): Generator<string, void> {
  let left = MOST_KNOWN;
  for (const one of known) {
    if (left-- === 0) return;
    yield one;
  }
}

/** "Did you mean A or B? ", to begin an advice with; empty if no name is similar. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearNames(name, known);
  return near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
}
