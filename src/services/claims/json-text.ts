import { visit } from 'jsonc-parser';
import { brokenBound } from '../../core/index.ts';
import { isExact } from './text/decimal.ts';

const BOUNDS = { maxLength: 1_000_000, maxDepth: 32 };

/** A JSON value, and the paths where its text is ambiguous. */
export interface JsonText {
  readonly value: unknown;
  /** Paths of duplicate keys, and of numbers that a float64 cannot hold exactly. */
  readonly doubtful: readonly { readonly path: string; readonly text: string; readonly why: string }[];
}

/** Parses JSON strictly; null if it is invalid. */
export function readJson(text: string): JsonText | null {
  if (brokenBound(text, BOUNDS) !== null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // prose that looks like JSON
  }
  const doubtful: { path: string; text: string; why: string }[] = [];
  const keys: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void keys.push(new Set()),
    onObjectEnd: () => void keys.pop(),
    onObjectProperty(name, _offset, _length, _line, _character, pathTo) {
      const own = keys.at(-1);
      if (own?.has(name) === true)
        doubtful.push({ path: [...pathTo(), name].join('.'), text: name, why: 'duplicate key; keep one' });
      own?.add(name);
    },
    onLiteralValue(literal, offset, length, _line, _character, pathTo) {
      if (typeof literal !== 'number') return;
      const written = text.slice(offset, offset + length);
      if (!isExact(written, literal))
        doubtful.push({
          path: pathTo().join('.'),
          text: written.slice(0, 100),
          why: 'more digits than a float64 holds exactly; shorten it',
        });
    },
  });
  return { value, doubtful };
}
