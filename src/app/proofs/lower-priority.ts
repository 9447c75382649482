import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setPriority } from 'node:os';

const NICE = 10;

/** Lowers this thread's priority. Linux only: elsewhere it would lower the whole process. */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE);
  } catch (error) {
    process.emitWarning(`checks compete with the feed for the processor: ${String(error)}`);
  }
}
