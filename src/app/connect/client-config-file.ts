import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileChanged, fileUnreadable, fileUnwritable } from './errors.ts';

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The text of a file; empty if it is missing. Throws TF_CONNECT_FILE_UNREADABLE, also if it is not UTF-8. */
export async function readConfigFile(file: string): Promise<string> {
  try {
    // Reading a pipe or a device may never end.
    if (!(await stat(file)).isFile()) throw new Error('it is not a regular file');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw fileUnreadable({ file, problem: reasonOf(error) }, error);
  }
}

export interface Replacement {
  readonly file: string;
  /** Its content when it was read. */
  readonly before: string;
  readonly after: string;
  readonly now: Date;
}

/**
 * Replaces a file atomically and keeps a backup beside it. Returns the path of the backup, null if there was no file. Follows links.
 * Throws TF_CONNECT_FILE_CHANGED if another program wrote it meanwhile, TF_CONNECT_FILE_UNWRITABLE.
 */
export async function replaceConfigFile({ file, before, after, now }: Replacement): Promise<string | null> {
  let draft: string | null = null;
  try {
    await mkdir(dirname(file), { recursive: true });
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => null);
    draft = join(dirname(target), `.tallyfoil-${randomUUID()}.draft`);
    const handle = await open(draft, 'wx', old?.mode ?? 0o600);
    try {
      await handle.writeFile(after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const backup = old === null ? null : await keepCopy(target, now);
    if ((await readConfigFile(target)) !== before) {
      if (backup !== null) await rm(backup);
      throw fileChanged({ file });
    }
    await rename(draft, target);
    return backup;
  } catch (error) {
    if (draft !== null) await rm(draft, { force: true });
    if (String(codeOf(error)).startsWith('TF_')) throw error;
    throw fileUnwritable({ file, reason: reasonOf(error) }, error);
  }
}

/** A backup named by the time; never overwrites an older one. */
async function keepCopy(target: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number++) {
    const backup = `${target}.${stamp}${number === 1 ? '' : `-${number}`}.bak`;
    try {
      await copyFile(target, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}
