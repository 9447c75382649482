export { openState, type Row, type State } from './open-state.ts';
export { stateUnusable } from './errors.ts';
export { claimSource } from './claim-source.ts';
