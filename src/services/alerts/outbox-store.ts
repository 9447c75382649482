import { sanitiseText, type Micros, type Source } from '../../core/index.ts';
import { readRows, stateUnusable, type State } from '../../runtime/state/index.ts';
import type { OutletState } from './answers.ts';
import { deliveryShape } from './row-shapes.ts';
import type { Delivery } from './stored-rows.ts';

export type { Delivery } from './stored-rows.ts';

export function insertDelivery(
  state: State,
  {
    id,
    firingId,
    outlet,
    body,
    source,
    at,
  }: {
    readonly id: string;
    readonly firingId: string;
    readonly outlet: string;
    readonly body: string;
    readonly source: Source;
    readonly at: Micros;
  },
): void {
  state.run(
    'INSERT INTO alert_outbox (id, firing_id, outlet, body, created_at, source) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    firingId,
    outlet,
    body,
    at,
    source,
  );
}

/** Outlets with waiting messages. */
export const waitingOutlets = (state: State): readonly string[] =>
  state.all("SELECT DISTINCT outlet FROM alert_outbox WHERE state = 'waiting'").map(({ outlet }) => String(outlet));

/** In a damaged file the index may list a message that the table does not hold; it must not be sent for ever. */
function held(changed: number): void {
  if (changed === 0) throw stateUnusable({ file: 'state.sqlite', reason: "its outbox lists a message that it doesn't hold" });
}

const NEXT = `SELECT rowid AS row, * FROM alert_outbox WHERE state = 'waiting' AND outlet = ?
  ORDER BY attempts, created_at, rowid LIMIT ?`;
/** By row number, not by id, because the index of ids may also be damaged. */
const AT_PLACE = "WHERE rowid = ? AND +state = 'waiting'";
const SET_ASIDE = `UPDATE alert_outbox SET state = 'given_up', problem = ?, ended_at = ? ${AT_PLACE}`;

/**
 * The next deliveries for an outlet: the least tried, the oldest first, so that a message that is always refused does not block others.
 * Unreadable messages are given up for the same reason; empty only if nothing waits.
 */
export function nextWaiting(state: State, outlet: string, most: number, now: Micros): readonly Delivery[] {
  for (;;) {
    const { rows, unreadable } = readRows(state, deliveryShape, NEXT, outlet, most);
    if (unreadable.length === 0) return rows;
    state.transaction(() => unreadable.forEach((row) => held(state.run(SET_ASIDE, "its row can't be read", now, row))));
    if (rows.length > 0) return rows;
  }
}

export const noteDelivered = (state: State, place: number, at: Micros): void =>
  held(
    state.run(
      `UPDATE alert_outbox SET state = 'delivered', attempts = attempts + 1, problem = NULL, ended_at = ? ${AT_PLACE}`,
      at,
      place,
    ),
  );

export const noteFailed = (state: State, place: number, problem: string): void =>
  held(state.run(`UPDATE alert_outbox SET attempts = attempts + 1, problem = ? ${AT_PLACE}`, problem, place));

export const noteGivenUp = (state: State, place: number, problem: string, at: Micros): void =>
  held(
    state.run(
      `UPDATE alert_outbox SET state = 'given_up', attempts = attempts + 1, problem = ?, ended_at = ? ${AT_PLACE}`,
      problem,
      at,
      place,
    ),
  );

/** Gives up messages that have waited since before a time; returns their number. */
export const giveUpBefore = (state: State, before: Micros, problem: string, at: Micros): number =>
  state.run(
    "UPDATE alert_outbox SET state = 'given_up', problem = ? || COALESCE(': ' || problem, ''), ended_at = ? WHERE state = 'waiting' AND created_at < ?",
    problem,
    at,
    before,
  );

/** State of each outlet: messages waiting, messages given up, and the last error. */
export function outletStates(state: State): readonly OutletState[] {
  const counted = (which: string) =>
    new Map(
      state
        .all(`SELECT outlet, COUNT(*) AS n FROM alert_outbox WHERE state = '${which}' GROUP BY outlet`)
        .map(({ outlet, n }) => [String(outlet), Number(n)]),
    );
  const [waiting, givenUp] = [counted('waiting'), counted('given_up')];
  return [...new Set([...waiting.keys(), ...givenUp.keys()])].toSorted().map((outlet) => ({
    outlet,
    waiting: waiting.get(outlet) ?? 0,
    given_up: givenUp.get(outlet) ?? 0,
    problem: problemOf(state, outlet),
  }));
}

/** Characters of an outlet's problem in an answer. */
const MOST_PROBLEM = 300;

/** Error of the message tried most often, else of one given up. */
function problemOf(state: State, outlet: string): string | null {
  const [waiting] = state.all(
    "SELECT problem FROM alert_outbox WHERE state = 'waiting' AND outlet = ? ORDER BY attempts DESC LIMIT 1",
    outlet,
  );
  const [givenUp] = state.all(
    "SELECT problem FROM alert_outbox WHERE state = 'given_up' AND outlet = ? ORDER BY rowid DESC LIMIT 1",
    outlet,
  );
  const problem = waiting?.['problem'] ?? givenUp?.['problem'] ?? null;
  return typeof problem === 'string' ? sanitiseText(problem, { max: MOST_PROBLEM }) : null;
}

/** Deletes firings and deliveries that ended before a time, at most `most` of each; the ledger keeps the firings. */
export function prune(state: State, before: Micros, most: number): void {
  state.run(
    "DELETE FROM alert_outbox WHERE rowid IN (SELECT rowid FROM alert_outbox WHERE state != 'waiting' AND ended_at < ? LIMIT ?)",
    before,
    most,
  );
  // The newest firing stays, because the count continues from it.
  state.run(
    `DELETE FROM alert_firings WHERE seq IN (SELECT seq FROM alert_firings WHERE at < ?
       AND seq < (SELECT MAX(seq) FROM alert_firings) ORDER BY seq LIMIT ?)`,
    before,
    most,
  );
}
