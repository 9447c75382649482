import { randomBytes, randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { codedError } from '../core/index.ts';
import { makeDirectory } from './make-directory.ts';

/** Owner of a data directory, and its address. */
export interface Owner {
  readonly pid: number;
  /** Null until it listens. */
  readonly url: string | null;
  readonly source: string;
  readonly startedAt: string;
  /** Lets a process name its caller to the owner; null if this process can't read it. */
  readonly token: string | null;
}

/** Content of the public file. */
type OwnerFile = Omit<Owner, 'token'>;

/** Content after the release. Earlier versions wrote `yes`. */
interface ReleasedFile extends OwnerFile {
  readonly released: true | 'yes';
}

export interface OwnerLock {
  /** Readable by the owner's own user only. */
  readonly token: string;
  /** Publishes the owner's address once it listens. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

export const directoryOwned = codedError<{ directory: string; pid: number; url: string | null }>('TF_DATA_DIRECTORY_OWNED', {
  status: 409,
  message: ({ directory, pid, url }) => `Process ${pid}${url ? ` at ${url}` : ''} already owns ${directory}.`,
  advice: () => 'Use that server, stop it, or set another TALLYFOIL_DATA_DIR for this one.',
});

export const directoryUnusable = codedError<{ directory: string; reason: string }>('TF_DATA_DIRECTORY_UNUSABLE', {
  status: 500,
  message: ({ directory, reason }) => `The data directory ${directory} can't be used: ${reason}.`,
  advice: () => 'Make it writable, free some space, or set TALLYFOIL_DATA_DIR to another folder.',
});

/**
 * Owners are numbered: `owner-7.json` is the seventh. The highest number is the current owner. A process that finds it dead or
 * released creates the next number, which only one process can do. The highest file is never removed, so that a process with an
 * outdated view notices it.
 */
const NAME = /^owner-(\d{1,15})\.json$/;

const MEET_MS = 1_000;
const TOKEN_BYTES = 32;

const fileOf = (directory: string, number: number) => join(directory, `owner-${number}.json`);
const tokenOf = (directory: string, number: number) => join(directory, `owner-${number}.token`);

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** False only if the connection is refused, because a busy server may be slow to answer. */
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

/** The living owner with a number; null if it is dead or released, or its file is truncated. */
async function livingOwner(directory: string, number: number): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(fileOf(directory, number), 'utf8')) as OwnerFile & Partial<ReleasedFile>;
    const alive = Number.isInteger(owner.pid) && owner.released === undefined && isAlive(owner.pid);
    // After a reboot another process may have the pid, so an owner with an address must also accept connections.
    return alive && (owner.pid === process.pid || owner.url === null || (await isMet(owner.url)))
      ? { ...owner, token: await readToken(directory, number) }
      : null;
  } catch (error) {
    // A later owner removed the file, or a full disk truncated it.
    if (error instanceof SyntaxError || error instanceof TypeError || codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Null if there is none yet, or it belongs to another user. */
async function readToken(directory: string, number: number): Promise<string | null> {
  try {
    const token = await readFile(tokenOf(directory, number), 'utf8');
    return token === '' ? null : token;
  } catch (error) {
    if (UNREADABLE.has(codeOf(error))) return null;
    throw error;
  }
}

const UNREADABLE: ReadonlySet<unknown> = new Set(['ENOENT', 'EACCES', 'EPERM']);

/** The living owner of a directory; null if there is none. */
export async function findOwner(directory: string): Promise<Owner | null> {
  try {
    const [highest] = await numbersIn(directory);
    return highest === undefined ? null : await livingOwner(directory, highest);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Locks a directory for this process. Throws TF_DATA_DIRECTORY_OWNED if another process owns it. */
export async function takeDirectory(directory: string, source: string, now: Date): Promise<OwnerLock> {
  const mine: OwnerFile = { pid: process.pid, url: null, source, startedAt: now.toISOString() };
  try {
    await makeDirectory(directory);
    for (;;) {
      const [highest = 0] = await numbersIn(directory);
      const owner = highest === 0 ? null : await livingOwner(directory, highest);
      if (owner !== null && owner.pid !== process.pid) throw directoryOwned({ directory, pid: owner.pid, url: owner.url });
      const number = highest + 1;
      if (!(await takeNumber(directory, number, mine))) continue;
      const token = randomBytes(TOKEN_BYTES).toString('hex');
      await writeFile(tokenOf(directory, number), token, { mode: 0o600 });
      return lockHeld(directory, number, mine, token);
    }
  } catch (error) {
    if (error instanceof Error && String(codeOf(error)).startsWith('TF_')) throw error;
    throw directoryUnusable({ directory, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Creates the lock file with a number atomically; false if another process was first. */
async function takeNumber(directory: string, number: number, mine: OwnerFile): Promise<boolean> {
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
  // The view was outdated: other owners have come and gone since.
  for (const old of newest ? numbers.slice(1) : [number])
    for (const file of [fileOf(directory, old), tokenOf(directory, old)]) await rm(file, { force: true });
  return newest;
}

function lockHeld(directory: string, number: number, mine: OwnerFile, token: string): OwnerLock {
  const path = fileOf(directory, number);
  const replace = async (content: object) => {
    const draft = join(directory, `owner-${randomUUID()}.draft`);
    await writeFile(draft, JSON.stringify(content));
    await rename(draft, path);
  };
  return {
    token,
    announce: (url) => replace({ ...mine, url }),
    async release() {
      try {
        await rm(tokenOf(directory, number), { force: true });
        await replace({ ...mine, released: true } satisfies ReleasedFile);
      } catch (error) {
        // On a full disk the file stays. This is harmless, because its process ends and a dead owner is ignored.
        if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'ENOENT') throw error;
      }
    },
  };
}
