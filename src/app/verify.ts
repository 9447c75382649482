import { SOURCES } from '../core/index.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Actions } from '../faces/cli/index.ts';
import { logMissing, verifyRawLog } from '../runtime/raw-log/index.ts';
import { dataDirectory } from './config.ts';
import { createContext } from './context.ts';

/** Checks the raw logs of a data directory: each kind of run that left one, or the one folder named. */
export const verify: Actions['verify'] = async (options) => {
  const { config } = createContext(options);
  const base = { TALLYFOIL_DATA_DIR: options.path ?? config.TALLYFOIL_DATA_DIR };
  const named = options.path !== undefined && existsSync(join(options.path, 'raw')) ? [options.path] : [];
  const directories = [...named, ...SOURCES.map((source) => dataDirectory(base, source))].filter((directory) =>
    existsSync(join(directory, 'raw')),
  );
  const [first] = directories;
  if (first === undefined) throw logMissing({ directory: options.path ?? dataDirectory(base, '*') });
  const report = await Promise.all(directories.map(async (directory) => ({ directory, ...(await verifyRawLog(directory)) })));
  return { ok: report.every(({ ok }) => ok), report };
};
