import type { Micros } from '../../core/index.ts';
import { readRows, type State } from '../../runtime/state/index.ts';
import { isOver, newAftermath, noAftermath, type Aftermath } from './after.ts';
import { ledgerShape } from './row-shapes.ts';
import type { LedgerRow } from './stored-rows.ts';

export type { LedgerRow } from './stored-rows.ts';

/** An entry whose market is followed from now on, if its mid was known. */
export const newLedgerRow = (said: Omit<LedgerRow, 'after'>, why = 'it was not known'): LedgerRow => ({
  ...said,
  after: said.mid === null ? noAftermath(`no mid at the time of the entry: ${why}`) : newAftermath(),
});

/** Adds an entry; an existing id stays unchanged. Returns whether it is new. */
export function appendLedger(state: State, row: LedgerRow): boolean {
  return (
    state.run(
      `INSERT OR IGNORE INTO ledger (id, kind, subject, at, instrument, source, expects, detail, receipt, mid, after, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      row.kind,
      row.subject,
      row.at,
      row.instrument,
      row.source,
      row.expects,
      row.text,
      row.receipt,
      row.mid,
      JSON.stringify(row.after),
      isOver(row.after) ? 'closed' : 'open',
    ) === 1
  );
}

export function saveAftermath(state: State, id: string, after: Aftermath, over: 'open' | 'closed'): void {
  state.run('UPDATE ledger SET after = ?, state = ? WHERE id = ?', JSON.stringify(after), over, id);
}

export const openLedger = (state: State): readonly LedgerRow[] =>
  readRows(state, ledgerShape, "SELECT rowid AS row, * FROM ledger WHERE state = 'open' ORDER BY at, id").rows;

/** Ends the measuring of all open entries; each horizon that is not over gets the reason. */
export function closeLedger(state: State, reason: string): void {
  state.transaction(() => {
    for (const { id, after } of openLedger(state)) {
      for (const step of after.steps) if (step.reason === 'not yet') step.reason = reason;
      saveAftermath(state, id, after, 'closed');
    }
  });
}

const NEWEST_ABOUT = 'SELECT rowid AS row, * FROM ledger WHERE subject = ? ORDER BY at DESC, id DESC LIMIT 1';

/** Aftermath of the newest entry about a subject; empty if there is none. */
export function lastAftermath(state: State, subject: string): Aftermath {
  const { rows, unreadable } = readRows(state, ledgerShape, NEWEST_ABOUT, subject);
  return rows[0]?.after ?? (unreadable.length > 0 ? noAftermath("its entry in the ledger can't be read") : newAftermath());
}

export interface LedgerFilter {
  readonly kind: string | null;
  readonly subject: string | null;
  /** The symbol, or an instrument's id with its venue. */
  readonly symbol: string | null;
  readonly from: Micros;
}

const WHERE = `WHERE at >= ?1 AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR subject = ?3)
  AND (?4 IS NULL OR instrument = ?4 OR substr(instrument, instr(instrument, ':') + 1) = ?4)`;

const NEWEST = `SELECT rowid AS row, * FROM ledger ${WHERE} ORDER BY at DESC, id LIMIT ?5`;

/** Readable entries, newest first. */
export const findLedger = (state: State, { kind, subject, symbol, from }: LedgerFilter, limit: number): readonly LedgerRow[] =>
  readRows(state, ledgerShape, NEWEST, from, kind, subject, symbol, limit).rows;

export const countLedger = (state: State, { kind, subject, symbol, from }: LedgerFilter): number =>
  Number(state.all(`SELECT COUNT(*) AS n FROM ledger ${WHERE}`, from, kind, subject, symbol)[0]?.['n'] ?? 0);
