import type { z } from 'zod';
import { sanitiseText, type CodedError } from '../../core/index.ts';
import { stateRowsUnreadable } from './errors.ts';

/** Counts rows with an invalid shape. They stay in the file and are not used. */
export interface SetAside {
  /** Counts a row once, however often it is read. */
  note(table: string, row: number, why: string): void;
  /** TF_STATE_ROWS_UNREADABLE with the counts; null without such rows. */
  problem(): CodedError | null;
}

/** Maximum rows counted. */
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

/** The first error of a row. */
export const firstIssue = ({ issues: [issue] }: z.ZodError): string =>
  issue === undefined ? 'it has another shape' : `${issue.path.join('.')}: ${issue.message}`;
