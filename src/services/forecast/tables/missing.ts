/** Words and signs that spreadsheets, statistics programs and offices write for a missing value. */
const MISSING =
  /^(?:|-?nan|[-+]?1\.#(?:ind|qnan|snan)\d*|<?na>?|n\.?\/?[ad]\.?|k\. ?a\.|#n\/a(?: n\/a)?|#nv|#(?:value|wert|div\/0|ref|bezug|name|num|zahl|null)[!?]|null|none|nil|nat|missing|--?|[–—…?:]|\.{1,3}|\\n)$/i;

/** Begins like a number: most cells do, and need no search. */
const NUMBER = /^[-+]?\d(?!\.#)/;

export const isMissing = (cell: string): boolean => !NUMBER.test(cell) && MISSING.test(cell.trim());
