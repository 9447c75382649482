import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { CodedError } from '../../core/index.ts';
import { stateTooNew, stateUnusable } from './errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { hasOwnSchema } from './own-schema.ts';
import { createSetAside, type SetAside } from './set-aside.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The one file that holds what must outlive the process. Synchronous; the process that owns the data directory is its only user. */
export interface State {
  /** Runs one statement; returns how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** Rows as they come; integers beyond 2^53 as bigint. `readRows` takes those of the right shape. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  /** Rows that were not of the right shape. */
  readonly setAside: SetAside;
  /** All that `work` writes is kept, or none of it. Not nested. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** A version is a whole: all of it happens, or the file stays as it was. */
function migrate(database: DatabaseSync, file: string, migrations: readonly string[]): void {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > migrations.length) throw stateTooNew({ file, found, known: migrations.length });
  if (found < 0 || !hasOwnSchema(database, migrations.slice(0, found)))
    throw stateUnusable({ file, reason: `its tables are not those of version ${found}` });
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

/** One integer beyond 2^53 makes the reader throw for every row: then all integers are read as bigint, and only those stay it. */
function allRows(statement: StatementSync, values: readonly SQLInputValue[]): readonly Row[] {
  try {
    return statement.all(...values);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_OUT_OF_RANGE') throw error;
  }
  statement.setReadBigInts(true);
  try {
    return statement
      .all(...values)
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, narrow(value)])));
  } finally {
    statement.setReadBigInts(false);
  }
}

const narrow = (value: unknown): unknown =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;

/**
 * Opens the state, made or brought up to date where needed. With a write-ahead log that is synced when it is merged: what
 * was committed outlives `kill -9`; a power cut may take the last moments, whole transactions of them, and no commit waits
 * for a busy disk, behind which the feed would stand still. Throws TF_STATE_UNUSABLE, TF_STATE_TOO_NEW.
 */
export function openState(file: string, migrations: readonly string[] = MIGRATIONS): State {
  const unusable = (error: unknown): CodedError =>
    error instanceof CodedError
      ? error
      : stateUnusable({ file, reason: error instanceof Error ? error.message : String(error) }, error);
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw unusable(error);
    }
  };
  const database = attempt(() => {
    mkdirSync(dirname(file), { recursive: true });
    const opened = new DatabaseSync(file);
    try {
      opened.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
      opened.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      migrate(opened, file, migrations);
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  });
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let known = prepared.get(sql);
    if (known === undefined) prepared.set(sql, (known = database.prepare(sql)));
    return known;
  };
  const undo = () => {
    // A commit that failed for want of room may have been undone already.
    if (database.isTransaction) attempt(() => database.exec('ROLLBACK'));
  };
  return {
    run: (sql, ...values) => attempt(() => Number(statement(sql).run(...values).changes)),
    all: (sql, ...values) => attempt(() => allRows(statement(sql), values)),
    setAside: createSetAside(),
    transaction(work) {
      attempt(() => database.exec('BEGIN IMMEDIATE'));
      try {
        const result = work();
        attempt(() => database.exec('COMMIT'));
        return result;
      } catch (error) {
        undo();
        throw error;
      }
    },
    close: () => attempt(() => database.close()),
  };
}
