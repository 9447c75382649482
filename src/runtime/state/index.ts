export { openState, type Row, type State } from './open-state.ts';
