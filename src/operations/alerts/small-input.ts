import { brokenBound } from '../../core/index.ts';

/** No read operation takes more; each rule keeps its input, and rules are compared by it. */
export const MOST_CHARACTERS = 4_000;
export const MOST_LEVELS = 4;
export const MOST_MEMBERS = 64;

/** Whether an input to be kept is within those limits. */
export const isSmall = (input: Readonly<Record<string, unknown>>): boolean =>
  brokenBound(JSON.stringify(input), { maxLength: MOST_CHARACTERS, maxDepth: MOST_LEVELS, maxItems: MOST_MEMBERS }) === null;
