import { brokenBound } from '../../core/index.ts';

/** Limits of a rule's input, because each rule stores its input and rules are compared by it. No read operation needs more. */
export const MOST_CHARACTERS = 4_000;
export const MOST_LEVELS = 4;
export const MOST_MEMBERS = 64;

/** Whether an input is within these limits. */
export const isSmall = (input: Readonly<Record<string, unknown>>): boolean =>
  brokenBound(JSON.stringify(input), { maxLength: MOST_CHARACTERS, maxDepth: MOST_LEVELS, maxItems: MOST_MEMBERS }) === null;
