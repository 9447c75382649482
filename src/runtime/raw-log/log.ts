import { mkdir } from 'node:fs/promises';

import { silentLog } from '../../core/index.ts';
import type { RawLog, RawLogOptions } from './contract.ts';
import { logCannotOpen, logSourceOther } from './errors.ts';
import { nodeFiles } from './files.ts';
import { US_PER_DAY } from './retention.ts';
import { dropOldCuts, recoverTail } from './recover.ts';
import type { Recovered } from './recover.ts';
import { highestSession, listSegments, rawDirectory } from './segments.ts';
import type { SegmentFile } from './segments.ts';
import { RawLogWriter } from './writer.ts';

/** Opens a data directory's log for a new session, after repairing the end of the last session. */
export async function openRawLog(options: RawLogOptions): Promise<RawLog> {
  const directory = rawDirectory(options.directory);
  const log = options.log ?? silentLog;
  try {
    await mkdir(directory, { recursive: true });
    const before = await listSegments(directory);
    const other = before.find(({ header }) => header !== null && header.source !== null && header.source !== options.source);
    if (other?.header?.source) throw logSourceOther({ file: other.path, found: other.header.source, wanted: options.source });
    const last = before.at(-1);
    const highest = await highestSession(directory);
    const recovered = last === undefined ? null : await recoverTail(last);
    if (recovered !== null) log.warn({ ...recovered }, 'cut the damaged end off the raw log');
    const retention = { maxBytes: 20e9, maxAgeDays: 7, ...options.retention };
    await dropOldCuts(directory, options.clock.now() - retention.maxAgeDays * US_PER_DAY);
    const sealed = recovered === null || last === undefined ? before : withoutCut(before, recovered);
    return new RawLogWriter({
      directory,
      session: highest === 0 ? (options.firstSession ?? 1) : highest + 1,
      identity: identityOf(before) ?? options.newLog ?? null,
      recovered,
      sealed,
      clock: options.clock,
      venues: options.venues,
      source: options.source,
      configHash: options.configHash,
      checkpoint: options.checkpoint,
      checkpointSeconds: options.checkpointSeconds ?? 75,
      pieceBytes: options.pieceBytes ?? 1 << 18,
      log,
      files: options.files ?? nodeFiles,
      segmentBytes: options.segmentBytes ?? 64 << 20,
      segmentMinutes: options.segmentMinutes ?? 10,
      commitMs: options.commitMs ?? 250,
      commitRecords: options.commitRecords ?? 1_000,
      backlogBytes: options.backlogBytes ?? 64 << 20,
      retention,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'CodedError') throw cause;
    throw logCannotOpen({ directory, reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
}

/** The identity of the newest segment that states one. */
const identityOf = (segments: readonly SegmentFile[]): string | null =>
  segments.findLast(({ header }) => header?.log != null)?.header?.log ?? null;

function withoutCut(segments: readonly SegmentFile[], cut: Recovered): readonly SegmentFile[] {
  const whole = segments.slice(0, -1);
  const last = segments.at(-1);
  return last === undefined || cut.reason === 'header' ? whole : [...whole, { ...last, bytes: cut.offset }];
}
