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

/** Outlets for which something waits. */
export const waitingOutlets = (state: State): readonly string[] =>
  state.all("SELECT DISTINCT outlet FROM alert_outbox WHERE state = 'waiting'").map(({ outlet }) => String(outlet));

/** An index of a damaged file may list a message for ever that the table doesn't hold as listed: it must not be sent for ever. */
function held(changed: number): void {
  if (changed === 0) throw stateUnusable({ file: 'state.sqlite', reason: "its outbox lists a message that it doesn't hold" });
}

const NEXT = `SELECT rowid AS row, * FROM alert_outbox WHERE state = 'waiting' AND outlet = ?
  ORDER BY attempts, created_at, rowid LIMIT ?`;
/** By its place and not by its id: the index of ids, too, may lead to another row. */
const AT_PLACE = "WHERE rowid = ? AND +state = 'waiting'";
const SET_ASIDE = `UPDATE alert_outbox SET state = 'given_up', problem = ?, ended_at = ? ${AT_PLACE}`;

/**
 * The deliveries to try next for an outlet: those tried least, the oldest first, so that none that is always refused bars the
 * way. Messages that can't be read are given up, for the same reason; empty only when nothing waits.
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

/** Gives up what has waited since before a time; returns how many. */
export const giveUpBefore = (state: State, before: Micros, problem: string, at: Micros): number =>
  state.run(
    "UPDATE alert_outbox SET state = 'given_up', problem = ? || COALESCE(': ' || problem, ''), ended_at = ? WHERE state = 'waiting' AND created_at < ?",
    problem,
    at,
    before,
  );

/** How each outlet fares: what waits, what was given up, and what went wrong. */
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

/** What went wrong with the message that was tried most, else with one that was given up. */
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

/** Forgets firings and deliveries that ended before a time; the ledger keeps what fired. At most `most` of each. */
export function prune(state: State, before: Micros, most: number): void {
  state.run(
    "DELETE FROM alert_outbox WHERE rowid IN (SELECT rowid FROM alert_outbox WHERE state != 'waiting' AND ended_at < ? LIMIT ?)",
    before,
    most,
  );
  // The newest stays, so that the count of firings continues from it.
  state.run(
    `DELETE FROM alert_firings WHERE seq IN (SELECT seq FROM alert_firings WHERE at < ?
       AND seq < (SELECT MAX(seq) FROM alert_firings) ORDER BY seq LIMIT ?)`,
    before,
    most,
  );
}
