import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError, codedError, SOURCES, type Source } from '../core/index.ts';
import { directoryUnusable } from './owner-lock.ts';

const directoryOtherSource = codedError<{ directory: string; found: string; wanted: string }>('TF_DATA_DIRECTORY_OTHER_SOURCE', {
  status: 409,
  message: ({ directory, found, wanted }) =>
    `${directory} was written by a run with ${found} data, and this run has ${wanted} data.`,
  advice: ({ found }) =>
    `If it was copied or renamed, move it back to the folder ${found}, or set TALLYFOIL_DATA_DIR to another folder.`,
});

/** A file beside the log and the state, so that a renamed or copied folder still states its source. */
const FILE = 'source.json';
const VERSION = 1;

/** The source stated in a data directory; null if there is no marker, `unknown` if it is unreadable. */
async function markedSource(directory: string): Promise<Source | 'unknown' | null> {
  try {
    const { version, source } = JSON.parse(await readFile(join(directory, FILE), 'utf8')) as Readonly<Record<string, unknown>>;
    return (version === VERSION ? SOURCES.find((known) => known === source) : undefined) ?? 'unknown';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    if (error instanceof SyntaxError || error instanceof TypeError) return 'unknown';
    throw error;
  }
}

/**
 * Marks a directory that this process owns; an existing marker stays. Throws TF_DATA_DIRECTORY_OTHER_SOURCE,
 * TF_DATA_DIRECTORY_UNUSABLE.
 */
export async function markDirectory(directory: string, source: Source): Promise<void> {
  try {
    const found = await markedSource(directory);
    if (found === source) return;
    if (found !== null) throw directoryOtherSource({ directory, found, wanted: source });
    const draft = join(directory, `${FILE}.draft`);
    await writeFile(draft, `${JSON.stringify({ version: VERSION, source })}\n`);
    await rename(draft, join(directory, FILE));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}
