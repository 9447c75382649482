import { isRecord } from '../../../core/index.ts';
import { tableInvalid } from '../errors.ts';

/** The table of a file of JSON lines. */
export interface JsonTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly blanks: readonly number[];
  /** Columns of numbers only, whose points are decimal. */
  readonly pointed: ReadonlySet<string>;
}

const HOW = 'Write one flat JSON object a line, with text, numbers, true, false or null.';
/** A string, and the colon behind it if it is a key. */
const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

interface Entry {
  readonly cells: ReadonlyMap<string, string>;
  /** Keys whose values are numbers. */
  readonly numbers: ReadonlySet<string>;
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** An object with its numbers as they are written; null if the line is no object. */
function parsed(text: string, numbers: Set<string>): Readonly<Record<string, unknown>> | null {
  const written: Reviver = (key, value, { source }) => {
    if (typeof value !== 'number') return value;
    numbers.add(key);
    return source ?? String(value);
  };
  try {
    const value: unknown = JSON.parse(text, written as (key: string, value: unknown) => unknown);
    return isRecord(value) ? value : null;
  } catch {
    // The caller refuses the line.
    return null;
  }
}

/** The cell of a value: text, true, false or null. Numbers have become text. */
const cellOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : value === null ? '' : JSON.stringify(value);

function readEntry(text: string, line: number): Entry {
  const numbers = new Set<string>();
  const object = parsed(text, numbers);
  if (object === null) throw tableInvalid({ line, problem: 'it is no JSON object, and other lines are', how: HOW });
  const entries = Object.entries(object);
  const nested = entries.find(([, value]) => typeof value === 'object' && value !== null);
  if (nested !== undefined)
    throw tableInvalid({ line, problem: `${JSON.stringify(nested[0])} holds a list or an object`, how: HOW });
  const keys = [...text.matchAll(STRINGS)].filter(([, colon]) => colon !== undefined).length;
  if (keys !== entries.length) throw tableInvalid({ line, problem: 'a key occurs twice', how: HOW });
  return { cells: new Map(entries.map(([key, value]) => [key, cellOf(value)])), numbers };
}

/** Reads a file of one JSON object a line; null if its first line is none. Throws TF_FORECAST_TABLE_INVALID. */
export function readJsonLines(text: string): JsonTable | null {
  if (!/^\s*\{.*\}[ \t]*(?:[\r\n]|$)/.test(text)) return null;
  const all = text.split(/\r\n|\n|\r/);
  const filled = all.flatMap((each, i) => (each.trim() === '' ? [] : [i]));
  if (parsed(all[filled[0]!]!, new Set()) === null) return null;
  const entries = filled.map((i) => readEntry(all[i]!, i + 1));
  const names = [...new Set(entries.flatMap(({ cells }) => [...cells.keys()]))];
  const [first = 0, last = 0] = [filled[0], filled.at(-1)];
  return {
    names,
    rows: entries.map(({ cells }) => names.map((name) => cells.get(name) ?? '')),
    lines: filled.map((i) => i + 1),
    blanks: all.flatMap((each, i) => (i > first && i < last && each.trim() === '' ? [i + 1] : [])),
    pointed: new Set(
      names.filter((name) => entries.every(({ cells, numbers }) => numbers.has(name) || (cells.get(name) ?? '') === '')),
    ),
  };
}
