import { ok, refuse, type Result } from './result.ts';

/** Limits checked on JSON from outside before it is parsed. */
export interface JsonBounds {
  /** UTF-16 code units. */
  readonly maxLength: number;
  /** Levels of nesting. */
  readonly maxDepth?: number;
  /** Members of objects and lists together. */
  readonly maxItems?: number;
}

/** The deepest message of any venue, bus or client has 8 levels. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Index of the closing quote of the string that opens at `from`; the text's length if the string never closes. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/**
 * The limit that a JSON text exceeds, as text for a message; null if none. One pass without recursion or allocation, so refused
 * texts cost no memory. Invalid JSON may pass; parsing refuses it.
 */
export function brokenBound(
  text: string,
  { maxLength, maxDepth = MAX_JSON_DEPTH, maxItems = Infinity }: JsonBounds,
): string | null {
  if (text.length > maxLength) return `it has over ${maxLength} characters`;
  let depth = 0;
  let items = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > maxDepth) return `it is nested deeper than ${maxDepth} levels`;
      items++;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
    else if (code === COMMA) items++;
    if (items > maxItems) return `it has over ${maxItems} members`;
  }
  return null;
}

/** Parses JSON from outside. Never throws: refuses with `json_bounds` before parsing, or with `bad_json`. */
export function parseBounded(text: string, bounds: JsonBounds): Result<unknown> {
  const broken = brokenBound(text, bounds);
  if (broken !== null) return refuse('json_bounds', broken);
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return refuse('bad_json', error instanceof Error ? error.message : String(error));
  }
}
