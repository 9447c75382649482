import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { openCryptofeed } from './cryptofeed.ts';
import { recordingUnknown, recordingUnreadable } from './errors.ts';
import { openEventArrays } from './event-arrays.ts';
import { Notes, shown } from './notes.ts';
import { openOwnLog } from './own-log.ts';
import { withoutGz } from './siblings.ts';
import { openStampedLines } from './stamped-lines.ts';
import { readLots } from './text-lines.ts';
import { openTopBooks } from './top-books.ts';
import type { Recording } from './types.ts';

type Opener = (path: string) => Promise<Recording>;

/** The beginning of a file, by format; the first match opens it. */
const BY_CONTENT: readonly (readonly [RegExp, Opener])[] = [
  [/^\d{16,19} \{/, openStampedLines],
  [/^\s*\[\s*\{\s*"e"/, openEventArrays],
  [/^\s*\{"lastUpdateId"/, openEventArrays],
  [/^(wss?|https?):\/\/\S+ (<->|<-|->) \d|^\d{10}(\.\d+)?: \{/, openCryptofeed],
  [/^\{"ts": ?\d+, ?"exch_ts"/, openTopBooks],
  [/^ts_ms,exch_ts_ms,/, openTopBooks],
];

/** File names by format, for files whose first lines match nothing. */
const BY_NAME: readonly (readonly [RegExp, Opener])[] = [
  [/_(update|snapshot|trades)\.json$/, openEventArrays],
  [/^[A-Z_]+\.(0|http\.\d+\.\d+|ws\.\d+\.\d+)$/, openCryptofeed],
  [/^lobdeep_.*\.jsonl$|^trades_.*\.csv$/, openTopBooks],
];

/** Number of lines checked for a known format. */
const SNIFFED_LINES = 20;

/** Opens a recording of any known format: a file, or a data directory of Tallyfoil. */
export async function openRecording(path: string): Promise<Recording> {
  const found = await stat(path).catch((cause: unknown) => {
    throw recordingUnreadable({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  });
  if (found.isDirectory()) return openOwnLog(path);
  // Reading a pipe or a device may never end.
  if (!found.isFile()) throw recordingUnreadable({ path, reason: 'it is neither a file nor a folder' });
  if (path.endsWith('.tfl')) return openOwnLog(dirname(path));
  const lines = await beginning(path);
  const name = withoutGz(basename(path));
  const opener =
    BY_CONTENT.find(([begins]) => lines.some((line) => begins.test(line)))?.[1] ??
    BY_NAME.find(([named]) => named.test(name))?.[1];
  if (opener === undefined) throw recordingUnknown({ path, seen: shown(lines[0] ?? '') });
  return opener(path);
}

async function beginning(path: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const lot of readLots(path, new Notes())) {
    for (const line of lot) if (line !== '') lines.push(line);
    if (lines.length >= SNIFFED_LINES) break;
  }
  return lines.slice(0, SNIFFED_LINES);
}
