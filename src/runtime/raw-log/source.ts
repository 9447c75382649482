import { SOURCES, type Source } from '../../core/index.ts';
import { logSourcesMixed } from './errors.ts';
import type { SegmentFile } from './segments.ts';

/** What a log's data are of, and how that is known. */
export interface LogSource {
  /** Null where no header says it. */
  readonly source: Source | null;
  /** Why it is null; null where the headers say it. */
  readonly unknown: string | null;
}

/**
 * The one source of some segments, by their headers. Segments that don't say theirs make the whole unknown, because their
 * neighbours can't vouch for them; only `simulated` stands with any of its segments. Throws TF_LOG_SOURCES_MIXED.
 */
export function sourceOfLog(directory: string, segments: readonly SegmentFile[]): LogSource {
  const headers = segments.flatMap(({ header }) => (header === null ? [] : [header]));
  const found = SOURCES.filter((source) => headers.some((header) => header.source === source));
  const silent = headers.filter(({ source }) => source === null).length;
  const [source = null] = found;
  if (found.length > 1) throw logSourcesMixed({ directory, found });
  if (source === null) return { source, unknown: 'no segment of the log says what its data are of' };
  if (silent === 0 || source === 'simulated') return { source, unknown: null };
  return { source: null, unknown: `${silent} of ${headers.length} segments do not say what their data are of` };
}
