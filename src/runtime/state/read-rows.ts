import type { SQLInputValue } from 'node:sqlite';
import type { z } from 'zod';
import type { State } from './open-state.ts';
import { firstIssue } from './set-aside.ts';

/** Required shape of the rows of a table. */
export interface RowShape<T> {
  readonly table: string;
  readonly schema: z.ZodType<T>;
}

/** `unreadable`: the `row` of each row that failed validation and was set aside. */
export interface ReadRows<T> {
  readonly rows: readonly T[];
  readonly unreadable: readonly number[];
}

/**
 * Reads the valid rows of a table. The query must also select `rowid AS row`. Throws TF_STATE_UNUSABLE if the file itself can't be read.
 */
export function readRows<T>(
  state: State,
  { table, schema }: RowShape<T>,
  sql: string,
  ...values: readonly SQLInputValue[]
): ReadRows<T> {
  const rows: T[] = [];
  const unreadable: number[] = [];
  for (const row of state.all(sql, ...values)) {
    const read = schema.safeParse(row);
    if (read.success) {
      rows.push(read.data);
      continue;
    }
    const place = Number(row['row']);
    unreadable.push(place);
    state.setAside.note(table, place, firstIssue(read.error));
  }
  return { rows, unreadable };
}
