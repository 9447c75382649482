import type { Micros } from '../../core/index.ts';
import type { Row, State } from '../../runtime/state/index.ts';
import type { OutletState } from './answers.ts';

/** One firing on its way to one outlet. The id is the same at every try, so that a receiver can drop what it has. */
export interface Delivery {
  readonly id: string;
  readonly outlet: string;
  readonly body: string;
  readonly createdAt: Micros;
  readonly attempts: number;
}

const toDelivery = (row: Row): Delivery => ({
  id: String(row['id']),
  outlet: String(row['outlet']),
  body: String(row['body']),
  createdAt: Number(row['created_at']),
  attempts: Number(row['attempts']),
});

export function insertDelivery(
  state: State,
  {
    id,
    firingId,
    outlet,
    body,
    at,
  }: { readonly id: string; readonly firingId: string; readonly outlet: string; readonly body: string; readonly at: Micros },
): void {
  state.run(
    'INSERT INTO alert_outbox (id, firing_id, outlet, body, created_at) VALUES (?, ?, ?, ?, ?)',
    id,
    firingId,
    outlet,
    body,
    at,
  );
}

/** Outlets for which something waits. */
export const waitingOutlets = (state: State): readonly string[] =>
  state.all("SELECT DISTINCT outlet FROM alert_outbox WHERE state = 'waiting'").map(({ outlet }) => String(outlet));

/** The delivery to try next for an outlet: the one tried least, the oldest of those, so that none that is always refused bars the way. */
export function nextWaiting(state: State, outlet: string): Delivery | null {
  const [row] = state.all(
    "SELECT * FROM alert_outbox WHERE state = 'waiting' AND outlet = ? ORDER BY attempts, created_at, rowid LIMIT 1",
    outlet,
  );
  return row === undefined ? null : toDelivery(row);
}

export const noteDelivered = (state: State, id: string, at: Micros): void =>
  void state.run(
    "UPDATE alert_outbox SET state = 'delivered', attempts = attempts + 1, problem = NULL, ended_at = ? WHERE id = ?",
    at,
    id,
  );

export const noteFailed = (state: State, id: string, problem: string): void =>
  void state.run("UPDATE alert_outbox SET attempts = attempts + 1, problem = ? WHERE id = ? AND state = 'waiting'", problem, id);

export const noteGivenUp = (state: State, id: string, problem: string, at: Micros): void =>
  void state.run(
    "UPDATE alert_outbox SET state = 'given_up', attempts = attempts + 1, problem = ?, ended_at = ? WHERE id = ? AND state = 'waiting'",
    problem,
    at,
    id,
  );

/** Gives up what has waited since before a time; returns how many. */
export const giveUpBefore = (state: State, before: Micros, problem: string, at: Micros): number =>
  state.run(
    "UPDATE alert_outbox SET state = 'given_up', problem = ? || COALESCE(': ' || problem, ''), ended_at = ? WHERE state = 'waiting' AND created_at < ?",
    problem,
    at,
    before,
  );

/** How each outlet fares: what waits, what was given up, and the newest problem. */
export const outletStates = (state: State): readonly OutletState[] =>
  state
    .all(
      `SELECT outlet, SUM(state = 'waiting') AS waiting, SUM(state = 'given_up') AS given_up,
         (SELECT problem FROM alert_outbox AS o WHERE o.outlet = alert_outbox.outlet AND problem IS NOT NULL ORDER BY rowid DESC LIMIT 1) AS problem
       FROM alert_outbox WHERE state != 'delivered' GROUP BY outlet ORDER BY outlet`,
    )
    .map((row) => ({
      outlet: String(row['outlet']),
      waiting: Number(row['waiting']),
      given_up: Number(row['given_up']),
      problem: row['problem'] as string | null,
    }));

/** Forgets firings and deliveries that ended before a time; the ledger keeps what fired. At most `most` of each. */
export function prune(state: State, before: Micros, most: number): void {
  state.run(
    "DELETE FROM alert_outbox WHERE rowid IN (SELECT rowid FROM alert_outbox WHERE state != 'waiting' AND ended_at < ? LIMIT ?)",
    before,
    most,
  );
  // The newest stays, so that the count of firings goes on from it.
  state.run(
    `DELETE FROM alert_firings WHERE seq IN (SELECT seq FROM alert_firings WHERE at < ?
       AND seq < (SELECT MAX(seq) FROM alert_firings) ORDER BY seq LIMIT ?)`,
    before,
    most,
  );
}
