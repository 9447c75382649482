import type { Place, Token } from './tokens.ts';

/** Random access to the tokens of a sentence; positions outside of it are empty. */
export interface Cursor {
  readonly tokens: readonly Token[];
  /** Lower-case word at a position, without a possessive; empty if it is not a word. */
  word(index: number): string;
  /** The word as it was written. */
  raw(index: number): string;
  mark(index: number): string;
  /** The number at a position; NaN if there is no readable number. */
  value(index: number): number;
  isNumber(index: number): boolean;
  /** Whether nothing, not even a space, is between this token and the next. */
  touches(index: number): boolean;
  /** How many numbers the sentence has. */
  readonly numbers: number;
  span(indexes: readonly number[]): Place;
}

export function cursorOf(tokens: readonly Token[]): Cursor {
  const raw = (index: number): string => {
    const token = tokens[index];
    return token?.kind === 'word' ? token.word : '';
  };
  return {
    tokens,
    raw,
    word: (index) =>
      raw(index)
        .toLowerCase()
        .replace(/['’]s$/, ''),
    mark(index) {
      const token = tokens[index];
      return token?.kind === 'mark' ? token.mark : '';
    },
    value(index) {
      const token = tokens[index];
      return token?.kind === 'number' && token.reading.kind === 'number' ? token.reading.value : Number.NaN;
    },
    isNumber: (index) => tokens[index]?.kind === 'number',
    touches: (index) => tokens[index]?.end === tokens[index + 1]?.start,
    numbers: tokens.filter(({ kind }) => kind === 'number').length,
    span(indexes) {
      const places = indexes.map((index) => tokens[index] as Token);
      return { start: Math.min(...places.map(({ start }) => start)), end: Math.max(...places.map(({ end }) => end)) };
    },
  };
}
