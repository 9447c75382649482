import { counted, SOURCES, type Source } from '../../core/index.ts';
import { logSourcesMixed } from './errors.ts';
import type { SegmentFile } from './segments.ts';

/** The source of a log's data. */
export interface LogSource {
  /** Null if the headers don't determine it. */
  readonly source: Source | null;
  /** Why the source is unknown; null if the headers determine it. */
  readonly unknown: string | null;
}

/**
 * The common source of some segments, from their headers. A segment without a source makes the result unknown, because
 * other segments prove nothing about it. Only for `simulated` is one segment enough. Throws TF_LOG_SOURCES_MIXED.
 */
export function sourceOfLog(directory: string, segments: readonly SegmentFile[]): LogSource {
  const headers = segments.flatMap(({ header }) => (header === null ? [] : [header]));
  const found = SOURCES.filter((source) => headers.some((header) => header.source === source));
  const silent = headers.filter(({ source }) => source === null).length;
  const [source = null] = found;
  if (found.length > 1) throw logSourcesMixed({ directory, found });
  if (source === null) return { source, unknown: 'no segment of the log says what its data are of' };
  if (silent === 0 || source === 'simulated') return { source, unknown: null };
  return { source: null, unknown: `what the data are of is not stated in ${silent} of ${counted(headers.length, 'segment')}` };
}
