import { readFileSync, statSync } from 'node:fs';

export type SmallFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const MOST_BYTES = 1_048_576;

/** Reads a file of settings. Refuses a folder, and a pipe or a device, because those may never end. Never throws. */
export function readSmallFile(path: string): SmallFile {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { kind: 'missing' };
    if (!found.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
    if (found.size > MOST_BYTES) return { kind: 'unreadable', reason: `it has over ${MOST_BYTES} bytes` };
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { kind: 'unreadable', reason: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
