import { join } from 'node:path';
import { CodedError, type Source } from '../core/index.ts';
import { claimSource, openState, type State } from '../runtime/state/index.ts';

/** The state of a data directory, or why this run has none. */
export type OpenedState = { readonly file: string } & (
  | { readonly state: State; readonly refusal: null }
  | { readonly state: null; readonly refusal: CodedError }
);

/** Opens the state of a run's data directory and binds it to the source. If that fails, operations that need the state are refused. */
export function openServerState(directory: string, source: Source): OpenedState {
  const file = join(directory, 'state.sqlite');
  let state: State | null = null;
  try {
    state = openState(file);
    claimSource(state, source);
    return { file, state, refusal: null };
  } catch (error) {
    state?.close();
    if (!(error instanceof CodedError)) throw error;
    return { file, state: null, refusal: error };
  }
}
