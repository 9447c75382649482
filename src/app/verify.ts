import type { Actions } from '../faces/cli/index.ts';
import { verifyRawLog } from '../runtime/raw-log/index.ts';
import { createContext } from './context.ts';
import { logDirectories } from './log-directories.ts';

/** Checks the raw logs of a data directory: one for each source, or the folder named. */
export const verify: Actions['verify'] = async (options) => {
  const { config } = createContext(options);
  const directories = logDirectories(options.path, config);
  const report = await Promise.all(directories.map(async (directory) => ({ directory, ...(await verifyRawLog(directory)) })));
  return { ok: report.every(({ ok }) => ok), report };
};
