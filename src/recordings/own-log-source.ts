import { basename, dirname, resolve } from 'node:path';
import { SOURCES, type Source } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { listSegments, rawDirectory, sourceOfLog } from '../runtime/raw-log/index.ts';

type Start = Extract<Input, { kind: 'start' }>;

/** The host under which this program reaches a simulator of its own process. */
const IN_PROCESS = /^(ws|http):\/\/simulator\b/;

export interface OwnLogSource {
  readonly source: Source;
  /** What a reader has to know where the log itself does not say it. */
  readonly caveat: string | null;
}

/**
 * What the data of a raw log are of. Where older headers don't say it, the hosts of its feeds decide, or the
 * folder that the run wrote to, and nothing is ever called live. Throws TF_LOG_SOURCES_MIXED, TF_LOG_MISSING.
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
