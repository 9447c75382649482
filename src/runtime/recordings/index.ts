export * from './errors.ts';
export { openRecording } from './open.ts';
export type { RecordedInput, Recording, RecordingFormat } from './types.ts';
