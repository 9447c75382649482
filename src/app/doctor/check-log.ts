import { counted } from '../../core/index.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../faces/cli/index.ts';
import { verifyRawLog } from '../../runtime/raw-log/index.ts';
import { fine, problem } from './finding.ts';

const NEWEST_SEGMENTS = 2;

/** Checks the end of each raw log, which a crash may damage. `tallyfoil verify` reads the whole log. */
export async function checkLog(directories: readonly string[]): Promise<Finding[]> {
  const found = await Promise.all(
    directories
      .filter((directory) => existsSync(join(directory, 'raw')))
      .map(async (directory) => ({ directory, ...(await verifyRawLog(directory, { newest: NEWEST_SEGMENTS })) })),
  );
  return found.map(({ directory, ok, records, corrupt, breaks }) =>
    ok
      ? fine('log', `intact in ${directory}: the newest ${counted(records, 'record')}`)
      : problem(
          'log',
          `the raw log of ${directory} is damaged: ${counted(corrupt.length, 'place')}, ${counted(breaks.length, 'sequence break')}`,
          'node bin/tallyfoil.js verify shows where. Receipts of those moments report a broken log; later ones are not affected.',
        ),
  );
}
