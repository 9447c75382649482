export { openState, type State } from './open-state.ts';
export { readRows, type RowShape } from './read-rows.ts';
export { stateUnusable } from './errors.ts';
export { claimSource } from './claim-source.ts';
