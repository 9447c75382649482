import { normal, wordsIn, type Field } from './fields.ts';
import type { Figure } from './figures.ts';

/** How far from a figure its name may stand, in characters. */
const REACH = 60;
const SENTENCE_END = /[.!?;](?=\s)|\n/g;

/** The words before a figure, nearest first, back to the figure or sentence before it; then those after it, up to the next. */
function wordsAround(prose: string, figures: readonly Figure[], index: number): { before: string[]; after: string[] } {
  const figure = figures[index] as Figure;
  const from = Math.max(figures[index - 1]?.end ?? 0, figure.start - REACH);
  const to = Math.min(figures[index + 1]?.start ?? prose.length, figure.end + REACH);
  const before = prose.slice(from, figure.start).split(SENTENCE_END).at(-1) ?? '';
  const after = prose.slice(figure.end, to).split(SENTENCE_END)[0] ?? '';
  return { before: named(before).toReversed(), after: named(after) };
}

const named = (text: string): string[] => wordsIn(text.replaceAll('_', ' ')).map(normal);

/** A JSON-like name right before a figure is the field's own. */
const KEY = /["'`]?([a-z][a-z0-9_.[\]]*)["'`]?\s*[:=]\s*$/i;

/**
 * The fields that the words around a figure name: those that share most words with the name nearest to it. None named
 * gives null; a text then speaks of any single value.
 */
export function fieldsNamed(
  prose: string,
  figures: readonly Figure[],
  index: number,
  fields: readonly Field[],
): readonly Field[] | null {
  const figure = figures[index] as Figure;
  const key = KEY.exec(prose.slice(Math.max(0, figure.start - REACH), figure.start))?.[1];
  if (key !== undefined) {
    const own = fields.filter(({ path }) => path === key || path.endsWith(`.${key}`));
    if (own.length > 0) return own;
  }
  const { before, after } = wordsAround(prose, figures, index);
  return best(before, fields) ?? best(after, fields);
}

/** Fields by how many of the words they share, the word nearest to the figure being one of them. */
function best(words: readonly string[], fields: readonly Field[]): readonly Field[] | null {
  const nearest = words.find((word) => fields.some((field) => field.words.has(word)));
  if (nearest === undefined) return null;
  const scored = fields
    .filter((field) => field.words.has(nearest))
    .map((field) => ({ field, score: words.filter((word) => field.words.has(word)).length }));
  const most = Math.max(...scored.map(({ score }) => score));
  const chosen = scored.filter(({ score }) => score === most).map(({ field }) => field);
  const single = chosen.filter(({ listed }) => listed === 'no');
  // "the best bid" is one price, "bids" are many; "the spread" is the spread and not the health's part of that name.
  const meant = single.length > 0 ? single : chosen;
  const shortest = Math.min(...meant.map(({ length }) => length));
  return meant.filter(({ length }) => length === shortest);
}
