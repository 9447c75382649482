import { editDistance } from '../../core/index.ts';

/** A name normalised for comparison: case, `-`, `_` and spaces don't matter. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_\s]/g, '');

const MOST_SUGGESTED = 5;
/** Limits on the letters and the number of names compared, because a table may have any number of columns of any name. */
const MOST_LETTERS = 100;
const MOST_THINGS = 5_000;

/** First names of the items nearest to `asked`, by edit distance or a common part; each item may have several names. */
export function nearestNames(asked: string, things: readonly (readonly string[])[]): readonly string[] {
  const word = plainName(asked.slice(0, MOST_LETTERS));
  const allowed = Math.max(1, Math.floor(word.length / 3));
  return things
    .slice(0, MOST_THINGS)
    .map((names) => {
      const near = names.map((name) => {
        const known = plainName(name.slice(0, MOST_LETTERS));
        const within = word.length > 2 && (known.includes(word) || word.includes(known)) ? 0.5 : Infinity;
        return Math.min(within, editDistance(word, known));
      });
      return { name: names[0]!, distance: Math.min(...near) };
    })
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTED)
    .map(({ name }) => name);
}
