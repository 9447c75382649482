import { SOURCES, type Source } from '../../core/index.ts';
import { stateOtherSource } from './errors.ts';
import type { State } from './open-state.ts';

const knownSource = (source: unknown): Source | 'unknown' => SOURCES.find((known) => known === source) ?? 'unknown';

/** Sources named by rows of the state; `unknown` stands for rows without one. */
function sourcesOfRows(state: State): ReadonlySet<Source | 'unknown'> {
  const rows = state.all(
    'SELECT DISTINCT source FROM alert_firings UNION SELECT DISTINCT source FROM alert_outbox UNION SELECT DISTINCT source FROM ledger',
  );
  return new Set(rows.map(({ source }) => knownSource(source)));
}

/**
 * Binds a state to the source of this run's data, so that records of one market are never shown for another. An older file, without a
 * stored source, is accepted if its rows have this source; if no row shows a source, its rules are reset. Rows without a source are set
 * aside by their readers, and refused if nothing else shows the source of the file. Throws TF_STATE_OTHER_SOURCE.
 */
export function claimSource(state: State, source: Source): void {
  const [row] = state.all('SELECT source FROM state_source');
  const claimed = row === undefined ? null : knownSource(row['source']);
  const found = new Set([...(claimed === null ? [] : [claimed]), ...sourcesOfRows(state)]);
  if (claimed !== 'unknown' && found.has(source)) found.delete('unknown');
  const other = [...found].find((one) => one !== source);
  if (other !== undefined) throw stateOtherSource({ found: other, wanted: source });
  if (claimed !== null) return;
  state.transaction(() => {
    if (found.size === 0)
      state.run('UPDATE alert_rules SET told = NULL, fired = 0, fired_at = NULL, evaluated = 0, held = 0, last = NULL');
    state.run('INSERT INTO state_source (only_row, source) VALUES (1, ?)', source);
  });
}
