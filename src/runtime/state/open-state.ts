import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { CodedError } from '../../core/index.ts';
import { stateTooNew, stateUnusable } from './errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { hasOwnSchema } from './own-schema.ts';
import { createSetAside, type SetAside } from './set-aside.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The file for data that must survive restarts. Synchronous; only the process that owns the data directory uses it. */
export interface State {
  /** Runs one statement; returns how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** Raw rows; integers beyond 2^53 are bigint. `readRows` validates them. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  /** Rows that failed validation. */
  readonly setAside: SetAside;
  /** Runs `work` as one transaction. Not nested. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** A version is applied completely or not at all. */
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

/** One integer beyond 2^53 makes the reader throw. All integers are then read as bigint, and the small ones converted back. */
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
 * Opens the state; creates or upgrades it if needed. The write-ahead log is synced only when it is merged: commits survive
 * `kill -9`, but a power cut may lose the last transactions. In return no commit waits for a busy disk and delays the feed.
 * Throws TF_STATE_UNUSABLE, TF_STATE_TOO_NEW.
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
    // A commit that failed on a full disk may already be rolled back.
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
