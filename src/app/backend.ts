import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCES, codedError, CodedError, type WorkLimits } from '../core/index.ts';
import { createClient, remoteServices } from '../client/index.ts';
import type { Services } from '../operations/index.ts';
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

/** Where one-shot commands ask. Throws `no_server` when nothing runs. */
export async function serverUrl(config: Config, url: string | undefined): Promise<string> {
  if (url !== undefined) return checkedUrl(url);
  const owner = await findServer(config);
  if (owner === null) throw noServer({ directory: dataDirectory(config, '.') });
  return owner.url;
}

/** An address as it was given. Throws TF_CLI_URL_INVALID. */
export function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw urlInvalid({ url: url.slice(0, 200) });
  return url;
}

type Method = (query: never, limits: WorkLimits | undefined) => Promise<unknown>;

/**
 * Services that survive the server behind them: when it is gone, `find` looks for the next one (or becomes it), once a
 * call. Simulated answers pass only where they were asked for.
 */
export function enduringServices(find: () => Promise<Services>, options: { readonly simulated: 'refuse' | 'take' }): Services {
  let current: Promise<Services> | null = null;
  const services = (): Promise<Services> =>
    (current ??= find().catch((error: unknown) => {
      current = null;
      throw error;
    }));
  const ask = async (name: keyof Services, method: string, query: unknown, limits?: WorkLimits): Promise<unknown> => {
    const service = (await services())[name] as unknown as Readonly<Record<string, Method>>;
    return service[method]?.(query as never, limits);
  };
  const call = (name: keyof Services, method: string) => async (query: unknown, limits?: WorkLimits) => {
    const answer = await ask(name, method, query, limits).catch((error: unknown) => {
      if (!(error instanceof CodedError) || error.code !== 'TF_CLIENT_SERVER_UNREACHABLE') throw error;
      current = null;
      return ask(name, method, query, limits);
    });
    if (options.simulated === 'refuse' && (answer as { source?: string }).source === 'simulated')
      throw simulatedRefused({ source: 'simulated' });
    return answer;
  };
  const enduring = <N extends keyof Services>(name: N): Services[N] =>
    new Proxy({} as Services[N], {
      get: (_target, method) => (typeof method === 'string' && method !== 'then' ? call(name, method) : undefined),
    });
  return { market: enduring('market'), anomalies: enduring('anomalies'), claims: enduring('claims'), alerts: enduring('alerts') };
}

export const remote = (url: string): Services => remoteServices(createClient({ url }));
