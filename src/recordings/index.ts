export * from './errors.ts';
export { openRecording } from './open.ts';
export { ownLogSource } from './own-log-source.ts';
export type { RecordedInput, Recording, RecordingFormat } from './types.ts';
