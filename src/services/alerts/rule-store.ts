import type { Micros } from '../../core/index.ts';
import type { Row, State } from '../../runtime/state/index.ts';
import type { Firing, RuleSpec } from './answers.ts';

/** What a rule has seen last, kept every few seconds. */
export interface LastSeen {
  readonly value: number | string | null;
  readonly at: Micros | null;
  readonly heldReason: string | null;
}

export interface StoredRule {
  readonly id: string;
  readonly spec: RuleSpec;
  readonly createdAt: Micros;
  readonly told: string | null;
  readonly fired: number;
  readonly firedAt: Micros | null;
  readonly evaluated: number;
  readonly held: number;
  readonly last: LastSeen;
}

const NOTHING_SEEN: LastSeen = { value: null, at: null, heldReason: null };

const toRule = (row: Row): StoredRule => ({
  id: String(row['id']),
  spec: JSON.parse(String(row['definition'])) as RuleSpec,
  createdAt: Number(row['created_at']),
  told: row['told'] as string | null,
  fired: Number(row['fired']),
  firedAt: row['fired_at'] as number | null,
  evaluated: Number(row['evaluated']),
  held: Number(row['held']),
  last: typeof row['last'] === 'string' ? (JSON.parse(row['last']) as LastSeen) : NOTHING_SEEN,
});

/** Every rule, oldest first. */
export const loadRules = (state: State): readonly StoredRule[] =>
  state.all('SELECT * FROM alert_rules ORDER BY created_at, id').map(toRule);

export function insertRule(state: State, { id, spec, createdAt }: Pick<StoredRule, 'id' | 'spec' | 'createdAt'>): void {
  state.run('INSERT INTO alert_rules (id, definition, created_at) VALUES (?, ?, ?)', id, JSON.stringify(spec), createdAt);
}

export const updateSpec = (state: State, id: string, spec: RuleSpec): void =>
  void state.run('UPDATE alert_rules SET definition = ? WHERE id = ?', JSON.stringify(spec), id);

/** Takes a rule away; what it fired, what waits to be delivered and its place in the ledger stay. */
export const deleteRule = (state: State, id: string): void => void state.run('DELETE FROM alert_rules WHERE id = ?', id);

/** What a rule remembers, in the transaction of what it fired. */
export function saveTold(
  state: State,
  { id, told, fired, firedAt }: Pick<StoredRule, 'id' | 'told' | 'fired' | 'firedAt'>,
): void {
  state.run('UPDATE alert_rules SET told = ?, fired = ?, fired_at = ? WHERE id = ?', told, fired, firedAt, id);
}

/** Counts and last values, which may lag some seconds behind. */
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

const toFiring = ({ body }: Row): Firing => JSON.parse(String(body)) as Firing;

/** The newest firings, newest first; of one rule where it is named, with a greater number where one is given. */
export const newestFirings = (
  state: State,
  {
    limit,
    afterSeq = 0,
    rule = null,
  }: { readonly limit: number; readonly afterSeq?: number | undefined; readonly rule?: string | null },
): readonly Firing[] =>
  (rule === null
    ? state.all('SELECT body FROM alert_firings WHERE seq > ? ORDER BY seq DESC LIMIT ?', afterSeq, limit)
    : state.all('SELECT body FROM alert_firings WHERE rule_id = ? AND seq > ? ORDER BY seq DESC LIMIT ?', rule, afterSeq, limit)
  ).map(toFiring);

export const lastFiringSeq = (state: State): number =>
  Number(state.all('SELECT COALESCE(MAX(seq), 0) AS seq FROM alert_firings')[0]?.['seq'] ?? 0);
