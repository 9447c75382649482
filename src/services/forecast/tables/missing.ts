/** Words and signs that spreadsheets, statistics programs and offices write for a missing value. */
const MISSING =
  /^(?:|-?nan|<?na>?|n\.?\/?[ad]\.?|#n\/a(?: n\/a)?|#(?:value|div\/0|ref|name|num|null)[!?]|null|none|nil|nat|missing|--?|[–—…?:]|\.{1,3})$/i;

/** Begins like a number: most cells do, and need no search. */
const NUMBER = /^[-+]?\d/;

export const isMissing = (cell: string): boolean => !NUMBER.test(cell) && MISSING.test(cell.trim());
