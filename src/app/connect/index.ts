import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOURCES } from '../../core/index.ts';
import type { Actions } from '../../faces/cli/index.ts';
import { compileCatalogue, surfaceEntries } from '../../operations/index.ts';
import { checkedUrl } from '../backend.ts';
import { dataDirectory } from '../config.ts';
import { venues } from '../../venues/index.ts';
import { createContext, type Context } from '../context.ts';
import { findOwner } from '../owner-lock.ts';
import type { Machine } from './client-files.ts';
import { connectClient, snippet } from './connect.ts';
import { entryOf } from './entry.ts';
import { inheritedSettings, unwrittenWarning } from './inherited-settings.ts';
import { BIN } from '../places.ts';
import { warningOf } from './simulated-warning.ts';

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

/** Address of the server of the data directory; null if none runs. */
async function ownersUrl({ config }: Context): Promise<string | null> {
  for (const source of SOURCES) {
    const owner = await findOwner(dataDirectory(config, source));
    if (owner?.url != null) return owner.url;
  }
  return null;
}

/** `tallyfoil connect`: this machine's configuration of one client. Throws `unknown_surface`. */
export const connect: Actions['connect'] = async ({ client, file, ...options }) => {
  const context = createContext(options, { LOG_LEVEL: 'silent' });
  const url = options.url === undefined ? await ownersUrl(context) : checkedUrl(options.url);
  // An address alone decides which server is meant.
  const inherited = options.url === undefined ? inheritedSettings(context, venues) : null;
  const warnings =
    options.remove === true
      ? []
      : [
          url === null ? null : await warningOf(url, options.allowSimulated === true),
          unwrittenWarning(inherited?.unwritten ?? []),
        ].filter((warning) => warning !== null);
  // Checked here, because the client would start a server that refuses without showing why.
  if (options.surface !== undefined) surfaceEntries(compileCatalogue({ detail: 'concise' }), options.surface);
  const machine: Machine = { platform: process.platform, home: homedir(), environment: process.env, foldersIn };
  const entry = entryOf({
    ...options,
    dataDir: options.dataDir === undefined ? undefined : resolve(options.dataDir),
    ...inherited?.options,
    node: process.execPath,
    nodeFlags: nodeFlags(machine.platform),
    program: PROGRAM,
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
    warning: warnings.length === 0 ? null : warnings.join('\n'),
  });
};
