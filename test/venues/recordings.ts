import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Folder of recorded data, which is not part of the project; null where it isn't set. */
const root = process.env['TALLYFOIL_TEST_DATA'] ?? null;

/** Why tests over recordings are left out, or null when they run. */
export const noRecordings = root === null ? 'TALLYFOIL_TEST_DATA is not set' : existsSync(root) ? null : `${root} is not there`;

/** The text of a gzipped recording. */
export const readRecording = (path: string): string => gunzipSync(readFileSync(join(root ?? '', path))).toString('utf8');

/** Lines `<receive time> <frame>` or `<receive time>: <frame>`; other lines (connects, requests) are left out. */
export const framesOf = (recording: string): readonly string[] =>
  recording.split('\n').flatMap((line) => /^\d[\d.]*:? (\{.*)$/.exec(line)?.[1] ?? []);
