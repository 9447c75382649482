export { createOutgoing, type Outgoing, type OutgoingFeed } from './outgoing.ts';
export { createSequencer, type Sequenced, type Sequencer, type SequencerState } from './sequencer.ts';
