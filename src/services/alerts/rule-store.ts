import type { Micros } from '../../core/index.ts';
import { readRows, type State } from '../../runtime/state/index.ts';
import type { Firing, RuleSpec } from './answers.ts';
import { firingShape, ruleShape } from './row-shapes.ts';
import type { StoredRule } from './stored-rows.ts';

export type { LastSeen, StoredRule } from './stored-rows.ts';

/** Every readable rule, oldest first. */
export const loadRules = (state: State): readonly StoredRule[] =>
  readRows(state, ruleShape, 'SELECT rowid AS row, told AS notified, * FROM alert_rules ORDER BY created_at, id').rows;

export function insertRule(state: State, { id, spec, createdAt }: Pick<StoredRule, 'id' | 'spec' | 'createdAt'>): void {
  state.run('INSERT INTO alert_rules (id, definition, created_at) VALUES (?, ?, ?)', id, JSON.stringify(spec), createdAt);
}

export const updateSpec = (state: State, id: string, spec: RuleSpec): void =>
  void state.run('UPDATE alert_rules SET definition = ? WHERE id = ?', JSON.stringify(spec), id);

/** Deletes a rule; its firings, waiting deliveries and ledger entries stay. */
export const deleteRule = (state: State, id: string): void => void state.run('DELETE FROM alert_rules WHERE id = ?', id);

/** Stores a rule's notified state, in the transaction of its firing. */
export function saveNotified(
  state: State,
  { id, notified, fired, firedAt }: Pick<StoredRule, 'id' | 'notified' | 'fired' | 'firedAt'>,
): void {
  state.run('UPDATE alert_rules SET told = ?, fired = ?, fired_at = ? WHERE id = ?', notified, fired, firedAt, id);
}

/** Counts and last values; they may lag by some seconds. */
export function saveRecord(
  state: State,
  { id, evaluated, held, last }: Pick<StoredRule, 'id' | 'evaluated' | 'held' | 'last'>,
): void {
  state.run('UPDATE alert_rules SET evaluated = ?, held = ?, last = ? WHERE id = ?', evaluated, held, JSON.stringify(last), id);
}

export function insertFiring(state: State, firing: Firing, at: Micros): void {
  const { id, seq, rule_id: rule, source } = firing;
  state.run(
    'INSERT INTO alert_firings (id, seq, rule_id, at, body, source) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    seq,
    rule,
    at,
    JSON.stringify(firing),
    source,
  );
}

/** Rows of one read; repeated a few times if some are unreadable. */
const MOST_PAGES = 20;
const LEAST_PAGE = 50;

/** The newest readable firings, newest first; optionally of one rule, or with a number above a given one. */
export function newestFirings(
  state: State,
  {
    limit,
    afterSeq = 0,
    rule = null,
  }: { readonly limit: number; readonly afterSeq?: number | undefined; readonly rule?: string | null },
): readonly Firing[] {
  const page = Math.max(limit, LEAST_PAGE);
  const found: Firing[] = [];
  for (let number = 0; number < MOST_PAGES && found.length < limit; number++) {
    const { rows, unreadable } = readRows(state, firingShape, NEWEST, afterSeq, rule, page, number * page);
    found.push(...rows);
    if (rows.length + unreadable.length < page) break;
  }
  return found.slice(0, limit);
}

const NEWEST = `SELECT rowid AS row, id, seq, rule_id, source, body FROM alert_firings
  WHERE seq > ?1 AND (?2 IS NULL OR rule_id = ?2) ORDER BY seq DESC LIMIT ?3 OFFSET ?4`;

/** Far more than will ever fire, and far below the largest exact integer. */
const MOST_FIRINGS = 2 ** 51;

/** Number of the newest firing; numbers near the largest exact integer are ignored as damage. */
export const lastFiringSeq = (state: State): number =>
  Number(
    state.all('SELECT COALESCE(MAX(seq), 0) AS seq FROM alert_firings WHERE seq BETWEEN 0 AND ?', MOST_FIRINGS)[0]?.['seq'] ?? 0,
  );
