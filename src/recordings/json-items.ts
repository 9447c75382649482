import { shown } from './notes.ts';
import type { Notes } from './notes.ts';

export type Item = Readonly<Record<string, unknown>>;

export const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects of a JSON array; of a truncated or damaged array, only its complete objects. The objects must not be nested. */
export function readItems(text: string, path: string, notes: Notes): readonly Item[] {
  const whole = parsed(text);
  const values = Array.isArray(whole) ? (whole as readonly unknown[]) : salvage(text);
  if (!Array.isArray(whole)) notes.say(`${path}: not a whole JSON array; read item by item`);
  const items = values.filter(isItem);
  const bad = values.length - items.length;
  for (let left = bad; left > 0; left--) notes.count(`items of ${path} that can't be read`, shown(text));
  return items;
}

/** The value of a JSON text. Undefined if invalid; valid JSON never parses to undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Recordings may be truncated; callers count undefined results.
    return undefined;
  }
}

const salvage = (text: string): readonly unknown[] =>
  text
    .replace(/^\s*\[/, '')
    .replace(/\]\s*$/, '')
    .split(/(?<=\})\s*,\s*(?=\{)/)
    .filter((piece) => piece.trim() !== '')
    .map(parsed);
