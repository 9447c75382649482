import { tokensOf, type Place, type Token } from './tokens.ts';

/** The tokens of one sentence or line. */
export interface RawSentence extends Place {
  readonly tokens: readonly Token[];
  /** A question claims nothing. */
  readonly question: boolean;
  /** Whether it is the first of its line, where a list number may be. */
  readonly opensLine: boolean;
}

/** Longer sentences are cut, because the cost grows with the square of the length. */
const MOST_TOKENS = 1_000;

/** Cuts a text into sentences and lines. */
export function sentencesOf(text: string): readonly RawSentence[] {
  const sentences: RawSentence[] = [];
  let tokens: Token[] = [];
  let opensLine = true;
  const close = (question: boolean) => {
    const [first] = tokens;
    if (first !== undefined)
      sentences.push({ tokens, question, opensLine, start: first.start, end: (tokens.at(-1) as Token).end });
    tokens = [];
  };
  for (const token of tokensOf(text)) {
    if (token.kind !== 'end') {
      tokens.push(token);
      if (tokens.length >= MOST_TOKENS) close(false);
      continue;
    }
    const wasEmpty = tokens.length === 0;
    close(token.by === 'question');
    opensLine = token.by === 'line' || (wasEmpty && opensLine);
  }
  close(false);
  return sentences;
}
