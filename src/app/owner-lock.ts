import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
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

/**
 * Owners are numbered: `owner-7.json` stands for the seventh. The highest number is the owner; whoever finds it dead or
 * released takes the next one, which only one process can create. The highest is never removed, so that a process that
 * looked long ago finds out that it is late.
 */
const NAME = /^owner-(\d{1,15})\.json$/;

const MEET_MS = 1_000;

const fileOf = (directory: string, number: number) => join(directory, `owner-${number}.json`);

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** False only where the machine says that nobody listens there: a busy server may be slow to answer. */
function isMet(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), timeout: MEET_MS });
    const end = (met: boolean) => {
      socket.destroy();
      resolve(met);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(true));
    socket.once('error', (error) => end(codeOf(error) !== 'ECONNREFUSED'));
  });
}

/** Numbers taken so far, highest first. */
async function numbersIn(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => Number(NAME.exec(name)?.[1] ?? [])).toSorted((a, b) => b - a);
}

/** The owner of a number while it lives; null when it is dead, has released, or its file was cut. */
async function livingOwner(directory: string, number: number): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(fileOf(directory, number), 'utf8')) as Owner & { readonly released?: string };
    const alive = Number.isInteger(owner.pid) && owner.released === undefined && isAlive(owner.pid);
    // After a restart of the machine the pid may be somebody else's, so an owner that listens must be there to be met.
    return alive && (owner.pid === process.pid || owner.url === null || (await isMet(owner.url))) ? owner : null;
  } catch (error) {
    // A file that a later owner has removed, or that a full disk cut.
    if (error instanceof SyntaxError || error instanceof TypeError || codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The living owner of a directory; null when there is none. */
export async function findOwner(directory: string): Promise<Owner | null> {
  try {
    const [highest] = await numbersIn(directory);
    return highest === undefined ? null : await livingOwner(directory, highest);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Takes a directory for this process. Throws TF_DATA_DIRECTORY_OWNED where another one lives in it. */
export async function takeDirectory(directory: string, source: string, now: Date): Promise<OwnerLock> {
  const mine: Owner = { pid: process.pid, url: null, source, startedAt: now.toISOString() };
  try {
    await mkdir(directory, { recursive: true });
    for (;;) {
      const [highest = 0] = await numbersIn(directory);
      const owner = highest === 0 ? null : await livingOwner(directory, highest);
      if (owner !== null && owner.pid !== process.pid) throw directoryOwned({ directory, pid: owner.pid, url: owner.url });
      if (await takeNumber(directory, highest + 1, mine)) return lockHeld(directory, highest + 1, mine);
    }
  } catch (error) {
    if (error instanceof Error && String(codeOf(error)).startsWith('TF_')) throw error;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Creates the file of a number, whole from its first moment; false when another process was quicker. */
async function takeNumber(directory: string, number: number, mine: Owner): Promise<boolean> {
  const draft = join(directory, `owner-${randomUUID()}.draft`);
  try {
    await writeFile(draft, JSON.stringify(mine));
    await link(draft, fileOf(directory, number));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const numbers = await numbersIn(directory);
  const newest = numbers[0] === number;
  // Late: others have come and gone since this process looked.
  for (const old of newest ? numbers.slice(1) : [number]) await rm(fileOf(directory, old), { force: true });
  return newest;
}

function lockHeld(directory: string, number: number, mine: Owner): OwnerLock {
  const path = fileOf(directory, number);
  const replace = async (content: object) => {
    const draft = join(directory, `owner-${randomUUID()}.draft`);
    await writeFile(draft, JSON.stringify(content));
    await rename(draft, path);
  };
  return {
    announce: (url) => replace({ ...mine, url }),
    async release() {
      try {
        await replace({ ...mine, released: 'yes' });
      } catch (error) {
        // On a full disk the file stays: its process is about to end, and a dead owner is none.
        if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'ENOENT') throw error;
      }
    },
  };
}
