export { busSourceOther } from './errors.ts';
export { createLoops } from './loops.ts';
export { createOutgoing, type Outgoing, type OutgoingFeed } from './outgoing.ts';
export { createPublisher, type Publisher, type PublisherOptions, type PublisherStatus } from './publisher.ts';
export { createSequencer, type Sequenced, type SequencerState } from './sequencer.ts';
export {
  KEYS,
  READ_AT_ONCE,
  type Bus,
  type BusEntry,
  type BusStatus,
  type Commit,
  type Lease,
  type StreamInfo,
} from './types.ts';
