import type { Registry } from '../src/operations/index.ts';

export interface OwedNames {
  readonly owed: number;
  /** Owed names that can be called. */
  readonly present: readonly string[];
  /** Aliases that no brief names. An alias may exist only for a name of a brief. */
  readonly unasked: readonly string[];
}

const HEADER = 'name';

/**
 * Reads the table of names that the briefs use: tab-separated, one header line, the name first. A name of two briefs has two rows.
 */
export function readOwedNames(table: string): readonly string[] {
  const [header = '', ...rows] = table.split(/\r?\n/).filter((line) => line.length > 0);
  if (header.split('\t')[0] !== HEADER) throw new Error('the table of owed names has no header');
  const names = rows.map((row) => row.split('\t')[0] ?? '');
  if (names.includes('')) throw new Error('an owed name is empty');
  return names;
}

/** Counts the names of the briefs that a catalogue answers to. */
export function countOwedNames(names: readonly string[], registry: Registry): OwedNames {
  const owed = new Set(names);
  return {
    owed: names.length,
    present: names.filter((name) => registry.byName.has(name)),
    unasked: registry.entries.filter(({ name, alias }) => alias !== null && !owed.has(name)).map(({ name }) => name),
  };
}
