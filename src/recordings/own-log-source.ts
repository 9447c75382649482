import { basename, dirname, resolve } from 'node:path';
import { SOURCES, type Source } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { listSegments, rawDirectory, sourceOfLog } from '../runtime/raw-log/index.ts';

type Start = Extract<Input, { kind: 'start' }>;

/** Host name of a simulator in the same process. */
const IN_PROCESS = /^(ws|http):\/\/simulator\b/;

export interface OwnLogSource {
  readonly source: Source;
  /** A caveat for readers if the log itself does not state its source. */
  readonly caveat: string | null;
}

/**
 * The source of a raw log's data. If older headers don't state it, it is inferred from the feeds' hosts or the folder's
 * name, and is never `live`. Throws TF_LOG_SOURCES_MIXED, TF_LOG_MISSING.
 */
export async function ownLogSource(directory: string, starts: readonly Start[]): Promise<OwnLogSource> {
  const { source, unknown } = sourceOfLog(directory, await listSegments(directory));
  if (source !== null && unknown === null) return { source, caveat: null };
  const hosts = starts.flatMap(({ settings }) => [...settings.wsHosts, ...settings.restHosts]);
  if (hosts.some((host) => IN_PROCESS.test(host)))
    return { source: 'simulated', caveat: `${unknown}; its feeds were those of a simulator` };
  const folder = basename(dirname(resolve(rawDirectory(directory))));
  const named = SOURCES.find((known) => known !== 'live' && known === folder);
  return named === undefined
    ? { source: 'recorded', caveat: `${unknown}, so it is replayed as recorded and not called live` }
    : { source: named, caveat: `${unknown}; ${named} is taken from the name of its folder` };
}
