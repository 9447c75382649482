export { openState, type Row, type State } from './open-state.ts';
export { claimSource } from './claim-source.ts';
