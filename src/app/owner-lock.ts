import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codedError } from '../core/index.ts';

/** Who owns a data directory, and where it answers. */
export interface Owner {
  readonly pid: number;
  /** Null until it listens. */
  readonly url: string | null;
  readonly source: string;
  readonly startedAt: string;
}

export interface OwnerLock {
  /** Says where the owner answers, once it does. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

export const directoryOwned = codedError<{ directory: string; pid: number; url: string | null }>('TF_DATA_DIRECTORY_OWNED', {
  status: 409,
  message: ({ directory, pid, url }) => `Process ${pid}${url ? ` at ${url}` : ''} already owns ${directory}.`,
  advice: () => 'Ask that server, stop it, or give this one another TALLYFOIL_DATA_DIR.',
});

export const directoryUnusable = codedError<{ directory: string; reason: string }>('TF_DATA_DIRECTORY_UNUSABLE', {
  status: 500,
  message: ({ directory, reason }) => `The data directory ${directory} can't be used: ${reason}.`,
  advice: () => 'Make it writable, free some space, or set TALLYFOIL_DATA_DIR to another folder.',
});

const lockFile = (directory: string) => join(directory, 'owner.json');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The living owner of a directory; null when there is none. */
export async function findOwner(directory: string): Promise<Owner | null> {
  let text: string;
  try {
    text = await readFile(lockFile(directory), 'utf8');
  } catch {
    return null;
  }
  try {
    const owner = JSON.parse(text) as Owner;
    return Number.isInteger(owner.pid) && isAlive(owner.pid) ? owner : null;
  } catch {
    // Cut off while it was written: its writer is gone.
    return null;
  }
}

/** Takes a directory for this process. Throws TF_DATA_DIRECTORY_OWNED where another one lives in it. */
export async function takeDirectory(directory: string, source: string, now: Date): Promise<OwnerLock> {
  const path = lockFile(directory);
  const mine: Owner = { pid: process.pid, url: null, source, startedAt: now.toISOString() };
  try {
    await mkdir(directory, { recursive: true });
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        const file = await open(path, 'wx');
        await file.writeFile(JSON.stringify(mine));
        await file.close();
        return lockHeld(path, mine);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = await findOwner(directory);
      if (owner !== null && owner.pid !== process.pid) throw directoryOwned({ directory, pid: owner.pid, url: owner.url });
      await clearDead(path);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('TF_')) throw error;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
  throw directoryUnusable({ directory, reason: 'another process keeps taking its lock' });
}

/** Moves a dead owner's file aside, and puts it back if a living one had just written it. */
async function clearDead(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    const owner = JSON.parse(await readFile(aside, 'utf8')) as Owner;
    if (isAlive(owner.pid) && owner.pid !== process.pid) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof SyntaxError) && code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
  await rm(aside, { force: true });
}

function lockHeld(path: string, mine: Owner): OwnerLock {
  return {
    async announce(url) {
      const next = `${path}.next`;
      await writeFile(next, JSON.stringify({ ...mine, url }));
      await rename(next, path);
    },
    release: () => rm(path, { force: true }),
  };
}
