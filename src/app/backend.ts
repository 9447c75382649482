import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCES, codedError, CodedError, type Caller } from '../core/index.ts';
import type { Boundary } from '../operations/index.ts';
import { dataDirectory, type Config } from './config.ts';
import { findOwner, type Owner } from './owner-lock.ts';

export const simulatedRefused = codedError<{ source: string }>('TF_SOURCE_SIMULATED_REFUSED', {
  public: 'simulated_refused',
  status: 409,
  message: () => 'The running server has a simulated market, and this client did not ask for one.',
  advice: () => 'Start a live server, or pass --allow-simulated to accept answers marked as simulated.',
});

export const urlInvalid = codedError<{ url: string }>('TF_CLI_URL_INVALID', {
  status: 400,
  message: ({ url }) => `"${url}" is not the address of a server.`,
  advice: () => 'Give --url as http://HOST:PORT; without it the owner of the data directory is used.',
});

export const noServer = codedError<{ directory: string }>('TF_CLI_NO_SERVER', {
  public: 'no_server',
  status: 503,
  message: ({ directory }) => `No server is running: none owns ${directory}.`,
  advice: () =>
    'Start one with `node bin/tallyfoil.js start`, a simulated one with `node bin/tallyfoil.js demo`, or name another with --url.',
});

const ANNOUNCE_WITHIN_MS = 10_000;

/** The owner of the data directory; prefers live, then recorded, then simulated. Waits a while for one that is still starting. */
export async function findServer(config: Config): Promise<(Owner & { readonly url: string }) | null> {
  for (const source of SOURCES) {
    let owner = await findOwner(dataDirectory(config, source));
    for (let waited = 0; owner !== null && owner.url === null && waited < ANNOUNCE_WITHIN_MS; waited += 100) {
      await sleep(100);
      owner = await findOwner(dataDirectory(config, source));
    }
    if (owner?.url != null) return { ...owner, url: owner.url };
  }
  return null;
}

/** Parses an address. Throws TF_CLI_URL_INVALID. */
export function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw urlInvalid({ url: url.slice(0, 200) });
  return url;
}

/**
 * A boundary that survives its server. If the server is gone or replaced, `find` looks for the next one (or becomes it), once for each
 * call. Simulated answers pass only if they were requested.
 */
export function enduringBoundary(find: () => Promise<Boundary>, options: { readonly simulated: 'refuse' | 'take' }): Boundary {
  let current: Promise<Boundary> | null = null;
  const server = (): Promise<Boundary> =>
    (current ??= find().catch((error: unknown) => {
      current = null;
      throw error;
    }));
  const ask: Boundary['call'] = async (call, signal) => (await server()).call(call, signal);
  return {
    async call(call, signal) {
      const finished = await ask(call, signal).catch((error: unknown) => {
        if (!(error instanceof CodedError) || !ANOTHER_SERVER.has(error.code)) throw error;
        current = null;
        return ask(call, signal);
      });
      if (options.simulated === 'refuse' && finished.answer['source'] === 'simulated')
        throw simulatedRefused({ source: 'simulated' });
      return finished;
    },
  };
}

/** Errors which mean that the server is no longer there. */
const ANOTHER_SERVER: ReadonlySet<string> = new Set(['TF_CLIENT_SERVER_UNREACHABLE', 'TF_HTTP_CALLER_REFUSED']);

/** A server's address, and the token with which it accepts a named caller; null if this process can't read it. */
export interface Server {
  readonly url: string;
  readonly token: string | null;
}

/** The server of `--url`, or the owner of the data directory. Throws `no_server` if none runs. */
export async function findAsked(config: Config, url: string | undefined): Promise<Server> {
  if (url !== undefined) return { url: checkedUrl(url), token: null };
  const owner = await findServer(config);
  if (owner === null) throw noServer({ directory: dataDirectory(config, '.') });
  return owner;
}

/** The caller that this process's command names to the server. */
export const commandCaller = (): Caller => ({ principal: `cli ${process.pid}`, via: 'cli', client: null });
