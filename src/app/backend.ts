import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCES, codedError, CodedError, type Caller } from '../core/index.ts';
import type { Boundary } from '../operations/index.ts';
import { dataDirectory, type Config } from './config.ts';
import { findOwner, type Owner } from './owner-lock.ts';

export const simulatedRefused = codedError<{ source: string }>('TF_SOURCE_SIMULATED_REFUSED', {
  public: 'simulated_refused',
  status: 409,
  message: () => 'The running server has a simulated market, and this client did not ask for one.',
  advice: () => 'Start a live server, or pass --allow-simulated to take answers that say they are simulated.',
});

export const urlInvalid = codedError<{ url: string }>('TF_CLI_URL_INVALID', {
  status: 400,
  message: ({ url }) => `"${url}" is not the address of a server.`,
  advice: () => 'Give --url as http://HOST:PORT; without it the owner of the data directory is asked.',
});

export const noServer = codedError<{ directory: string }>('TF_CLI_NO_SERVER', {
  public: 'no_server',
  status: 503,
  message: ({ directory }) => `No server is running: none owns ${directory}.`,
  advice: () => 'Start one with `npx tallyfoil start`, or name one that runs elsewhere with --url.',
});

const ANNOUNCE_WITHIN_MS = 10_000;

/** The owner of the data directory, live before recorded before simulated; waits a while for one that is just starting. */
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

/** An address as it was given. Throws TF_CLI_URL_INVALID. */
export function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw urlInvalid({ url: url.slice(0, 200) });
  return url;
}

/**
 * A boundary that survives the server behind it: when that is gone, or another has its address, `find` looks for the next one
 * (or becomes it), once a call. Simulated answers pass only where they were asked for.
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

/** Errors which say that the server that was found is no longer there. */
const ANOTHER_SERVER: ReadonlySet<string> = new Set(['TF_CLIENT_SERVER_UNREACHABLE', 'TF_HTTP_CALLER_REFUSED']);

/** Where a server answers, and the token by which it believes who asks; null where this process can't read it. */
export interface Server {
  readonly url: string;
  readonly token: string | null;
}

/** The server of `--url`, or the owner of the data directory. Throws `no_server` when nothing runs. */
export async function findAsked(config: Config, url: string | undefined): Promise<Server> {
  if (url !== undefined) return { url: checkedUrl(url), token: null };
  const owner = await findServer(config);
  if (owner === null) throw noServer({ directory: dataDirectory(config, '.') });
  return owner;
}

/** A command of this process, as the server hears of it. */
export const commandCaller = (): Caller => ({ principal: `cli ${process.pid}`, via: 'cli', client: null });
