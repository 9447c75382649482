import { SOURCES, type Source } from '../../core/index.ts';
import { stateOtherSource } from './errors.ts';
import type { State } from './open-state.ts';

/** Sources that some row of the state names; of rows that name none, `unknown`. */
function sourcesOfRows(state: State): ReadonlySet<string> {
  const rows = state.all(
    'SELECT DISTINCT source FROM alert_firings UNION SELECT DISTINCT source FROM alert_outbox UNION SELECT DISTINCT source FROM ledger',
  );
  return new Set(rows.map(({ source }) => SOURCES.find((known) => known === source) ?? 'unknown'));
}

/**
 * Takes a state for a run whose data are of one source, so that nothing that was said of another market passes for this
 * one's. A file of before sources were kept is taken if every row of it is of this source; where no row shows it, what its
 * rules have seen is forgotten. Throws TF_STATE_OTHER_SOURCE.
 */
export function claimSource(state: State, source: Source): void {
  const [claimed] = state.all('SELECT source FROM state_source');
  const found = new Set([...(claimed === undefined ? [] : [String(claimed['source'])]), ...sourcesOfRows(state)]);
  const other = [...found].find((one) => one !== source);
  if (other !== undefined) throw stateOtherSource({ found: other, wanted: source });
  if (claimed !== undefined) return;
  state.transaction(() => {
    if (found.size === 0)
      state.run('UPDATE alert_rules SET told = NULL, fired = 0, fired_at = NULL, evaluated = 0, held = 0, last = NULL');
    state.run('INSERT INTO state_source (only_row, source) VALUES (1, ?)', source);
  });
}
