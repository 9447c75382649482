import type { z } from 'zod';
import { candleInterval, exactNumber, isRecord } from '../core/index.ts';

/** The most fields of one input that are read in another way. */
const MOST_FIELDS = 8;
const MOST_JSON = 100_000;
const NOTHING = Symbol('nothing');

type Path = readonly PropertyKey[];

/**
 * The input with fields read as they must be meant, for clients that write a number as text, null for an absent argument, one
 * value for a list, or an object as JSON text, and for words in other letters or spellings (`BUY`, `1H`, `Binance Spot`). A field is replaced only if it is refused as it is and exactly one reading is
 * accepted; otherwise it stays, and its error names it.
 */
export function meantInput(schema: z.ZodObject, raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let input = raw;
  for (const path of refusedPaths(schema, raw)) {
    const value = at(input, path);
    const acceptedOf = (readings: readonly unknown[]) =>
      readings.flatMap((reading) => {
        const changed = replaced(input, path, reading) as Readonly<Record<string, unknown>>;
        return refusedPaths(schema, changed).some((other) => startsWith(other, path)) ? [] : [changed];
      });
    const asWritten = acceptedOf(readingsOf(value));
    // Another spelling counts only where the words as written mean nothing.
    const accepted = asWritten.length > 0 || typeof value !== 'string' ? asWritten : acceptedOf(spellingsOf(value));
    const [only] = accepted;
    if (only !== undefined && accepted.length === 1) input = only;
  }
  return input;
}

function refusedPaths(schema: z.ZodObject, input: unknown): readonly Path[] {
  const checked = schema.safeParse(input);
  if (checked.success) return [];
  return checked.error.issues.flatMap(({ path }) => (path.length === 0 ? [] : [path])).slice(0, MOST_FIELDS);
}

const startsWith = (path: Path, start: Path): boolean => start.every((part, i) => path[i] === part);

/** Other ways to read a value; `NOTHING`: as an absent argument. */
function readingsOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (value === null) return [NOTHING];
  if (Array.isArray(value)) return [];
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [String(value), [value]] : [[value]];
  if (typeof value !== 'string') return [[value]];
  return readingsOfText(value);
}

/** Two opposite words for a side, in the words of the schemas. "Bid" and "ask" are left out: to hit the bid is to sell. */
const SIDES: ReadonlyMap<string, string> = new Map([
  ['long', 'buy'],
  ['short', 'sell'],
]);

/** Other spellings of a word: small letters, hyphens for spaces, and intervals in words. `5M` is never read as minutes. */
function spellingsOf(value: string): readonly unknown[] {
  const text = value.trim();
  const interval = candleInterval(text);
  const small = text.toLowerCase();
  const words = /^\d+\s*M$/.test(text) ? [] : [small, small.replaceAll(/[\s_]+/g, '-'), small.replaceAll(/[\s-]+/g, '_')];
  const found = new Set([
    ...words,
    ...(interval === null ? [] : [interval]),
    ...(SIDES.has(small) ? [SIDES.get(small) ?? ''] : []),
  ]);
  found.delete(value);
  return [...found].flatMap((spelt) => [spelt, [spelt]]);
}

/** Other types that a text may mean: a number, a list, a truth value, JSON. */
function readingsOfText(value: string): readonly unknown[] {
  const text = value.trim();
  // Text with a separator may be a list itself, so it is not one item of a list.
  const item = text === '' || /[,;\s]/.test(text) ? [] : [[value]];
  const number = exactNumber(text);
  if (number !== null) return [number, ...item, [number]];
  if (text === 'true' || text === 'false') return [text === 'true'];
  if (text === 'null' || text === 'undefined') return [];
  const parsed = jsonOf(text);
  return parsed === undefined ? item : [parsed, ...item];
}

/** An object or a list in JSON text; undefined for any other text. */
function jsonOf(text: string): unknown {
  if (!/^[[{]/.test(text) || text.length > MOST_JSON || text.includes('__proto__')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Text that is not JSON has no such reading, and its error names the field.
    return undefined;
  }
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (!(isRecord(found) || Array.isArray(found)) || !Object.hasOwn(found, part)) return undefined;
    found = (found as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return found;
}

/** A copy with another value at a path. */
function replaced(value: unknown, path: Path, next: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return next;
  const inner = rest.length === 0 ? next : replaced((value as Readonly<Record<PropertyKey, unknown>>)[part], rest, next);
  if (Array.isArray(value)) return value.map((item, i) => (i === part ? (inner === NOTHING ? null : inner) : (item as unknown)));
  const others = Object.entries(value as Readonly<Record<string, unknown>>).filter(([name]) => name !== part);
  return Object.fromEntries(inner === NOTHING ? others : [...others, [part, inner]]);
}
