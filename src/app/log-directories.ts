import { existsSync, statSync } from 'node:fs';
import { codedError, SOURCES } from '../core/index.ts';
import { logMissing, rawDirectory } from '../runtime/raw-log/index.ts';
import { dataDirectory, type Config } from './config.ts';

export const severalLogs = codedError<{ path: string; found: readonly string[] }>('TF_REPLAY_SEVERAL_LOGS', {
  status: 409,
  message: ({ path, found }) => `${path} has ${found.length} logs of different sources: ${found.join(', ')}.`,
  advice: ({ found }) => `Name one of them, e.g. node bin/tallyfoil.js replay ${found[0]}`,
});

const hasLog = (directory: string): boolean => existsSync(rawDirectory(directory));

/**
 * The directories with a raw log at a path: the path itself, or the folder of each source in a data directory. Default: the folders of the
 * configuration. Throws TF_LOG_MISSING if there is none.
 */
export function logDirectories(path: string | undefined, config: Pick<Config, 'TALLYFOIL_DATA_DIR'>): readonly string[] {
  const base = { TALLYFOIL_DATA_DIR: path ?? config.TALLYFOIL_DATA_DIR };
  const directories = [...(path === undefined ? [] : [path]), ...SOURCES.map((source) => dataDirectory(base, source))];
  const found = directories.filter(hasLog);
  if (found.length === 0) throw logMissing({ directory: path ?? dataDirectory(base, '.') });
  return found;
}

/** The input of a replay: a recording, or the only log of a data directory. Throws TF_LOG_MISSING, TF_REPLAY_SEVERAL_LOGS. */
export function pathToReplay(path: string | undefined, config: Pick<Config, 'TALLYFOIL_DATA_DIR'>): string {
  if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const [first = '', ...others] = logDirectories(path, config);
  if (first === path) return first;
  if (others.length > 0) throw severalLogs({ path: path ?? dataDirectory(config, '.'), found: [first, ...others] });
  return first;
}
