import type { z } from 'zod';
import { sanitiseText, type CodedError } from '../../core/index.ts';
import { stateRowsUnreadable } from './errors.ts';

/** Rows that have not the shape that a version wrote: they stay in the file, are counted, and nothing else is done with them. */
export interface SetAside {
  /** Counts a row once, however often it is read. */
  note(table: string, row: number, why: string): void;
  /** TF_STATE_ROWS_UNREADABLE with what was counted; null of none. */
  problem(): CodedError | null;
}

/** Most rows counted apart; beyond, the count stands still. */
const MOST_COUNTED = 10_000;
const WHY_CHARACTERS = 120;

export function createSetAside(): SetAside {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  let first: string | null = null;
  return {
    note(table, row, why) {
      const key = `${table} ${row}`;
      if (seen.has(key) || seen.size >= MOST_COUNTED) return;
      seen.add(key);
      counts.set(table, (counts.get(table) ?? 0) + 1);
      first ??= `row ${row} of ${table}: ${sanitiseText(why, { max: WHY_CHARACTERS })}`;
    },
    problem: () =>
      first === null ? null : stateRowsUnreadable({ counts: [...counts].map(([table, count]) => `${count} of ${table}`), first }),
  };
}

/** The first thing that is wrong with a row. */
export const firstIssue = ({ issues: [issue] }: z.ZodError): string =>
  issue === undefined ? 'it has another shape' : `${issue.path.join('.')}: ${issue.message}`;
