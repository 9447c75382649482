import { SOURCES, type Source } from '../../core/index.ts';
import { stateOtherSource } from './errors.ts';
import type { State } from './open-state.ts';

const knownSource = (source: unknown): Source | 'unknown' => SOURCES.find((known) => known === source) ?? 'unknown';

/** Sources that some row of the state names; of rows that name none, `unknown`. */
function sourcesOfRows(state: State): ReadonlySet<Source | 'unknown'> {
  const rows = state.all(
    'SELECT DISTINCT source FROM alert_firings UNION SELECT DISTINCT source FROM alert_outbox UNION SELECT DISTINCT source FROM ledger',
  );
  return new Set(rows.map(({ source }) => knownSource(source)));
}

/**
 * Takes a state for a run whose data are of one source, so that nothing that was said of another market passes for this
 * one's. A file of before sources were kept is taken if its rows are of this source; where no row shows it, what its rules
 * have seen is forgotten. Rows that name no source are set aside by whoever reads them, and refused where nothing else
 * shows whose file it is. Throws TF_STATE_OTHER_SOURCE.
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
