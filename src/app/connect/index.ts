import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Actions } from '../../faces/cli/index.ts';
import { compileCatalogue, surfaceEntries } from '../../operations/index.ts';
import type { Machine } from './client-files.ts';
import { connectClient, snippet } from './connect.ts';
import { entryOf } from './entry.ts';
import { BIN } from '../places.ts';

const PROGRAM = fileURLToPath(new URL('tallyfoil.js', BIN));

/** On Windows the launcher can't pass flags to Node by replacing its process, so they are written into the entry. */
const nodeFlags = (platform: string): readonly string[] =>
  platform === 'win32' ? (JSON.parse(readFileSync(new URL('server-flags.json', BIN), 'utf8')) as string[]) : [];

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Most machines have no such folder.
    return [];
  }
}

/** `tallyfoil connect`: this machine's configuration of one client. Throws `unknown_surface`. */
export const connect: Actions['connect'] = async ({ client, dataDir, file, ...options }) => {
  // Checked here, because the client would start a server that refuses without showing why.
  if (options.surface !== undefined) surfaceEntries(compileCatalogue({ detail: 'concise' }), options.surface);
  const machine: Machine = { platform: process.platform, home: homedir(), environment: process.env, foldersIn };
  const entry = entryOf({
    ...options,
    node: process.execPath,
    nodeFlags: nodeFlags(machine.platform),
    program: PROGRAM,
    // A client starts the server in its own folder.
    dataDir: dataDir === undefined || isAbsolute(dataDir) ? dataDir : resolve(dataDir),
  });
  if (options.print === true) return { snippet: snippet(client, machine, entry) };
  return connectClient({
    client,
    machine,
    entry,
    now: new Date(),
    file: file === undefined ? undefined : resolve(file),
    task: options.remove === true ? 'remove' : 'add',
    mode: options.write === true ? 'write' : 'show',
  });
};
