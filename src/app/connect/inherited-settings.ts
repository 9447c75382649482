import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { VenueId, Venue } from '../../core/index.ts';
import { CONFIG_SCHEMA } from '../config.ts';
import type { Context } from '../context.ts';
import type { EntryOptions } from './entry.ts';

/** Settings that change which server or market a client gets, and that `mcp` has no option for. */
const WITHOUT_OPTION = [
  'TALLYFOIL_PORT',
  'TALLYFOIL_SOURCE',
  'MARKETS_AT_START',
  'BUS_URL',
  'REDIS_URL',
  'TALLYFOIL_ROLES',
  'STREAM_KEY',
] as const;

interface Inherited {
  /** As options of the client's entry; undefined for a default. */
  readonly options: Pick<EntryOptions, 'dataDir' | 'symbols' | 'venues'>;
  /** Names of the settings that no option can pass on. */
  readonly unwritten: readonly string[];
}

const listIfChanged = (chosen: readonly string[], usual: readonly string[]): string | undefined =>
  chosen.join() === usual.join() ? undefined : chosen.join();

/**
 * What decides here which server and market is meant: options, environment and `.env`. A client starts the server in its own folder
 * and environment, so that each setting has to be in its entry.
 */
export function inheritedSettings(
  { config, environment }: Pick<Context, 'config' | 'environment'>,
  venues: ReadonlyMap<VenueId, Pick<Venue, 'card'>>,
): Inherited {
  const usual = CONFIG_SCHEMA.parse({});
  const folder = config.TALLYFOIL_DATA_DIR === '' ? undefined : resolve(config.TALLYFOIL_DATA_DIR);
  const hosts = [...venues.values()].flatMap(({ card }) => [card.hosts.ws.env, card.hosts.rest.env]);
  return {
    options: {
      dataDir: folder === join(homedir(), '.tallyfoil') ? undefined : folder,
      symbols: listIfChanged(config.SYMBOLS, usual.SYMBOLS),
      venues: listIfChanged(config.VENUES, usual.VENUES),
    },
    unwritten: [...WITHOUT_OPTION, ...new Set(hosts)].filter((name) => (environment[name] ?? '') !== ''),
  };
}

/** That some settings are not in the client's entry; null if there are none. */
export const unwrittenWarning = (names: readonly string[]): string | null =>
  names.length === 0
    ? null
    : `Not written: ${names.join(', ')}. A server that the client starts uses the ${names.length === 1 ? 'default' : 'defaults'}. Set ${names.length === 1 ? 'it' : 'them'} in the client's environment, or connect to a running server with --url.`;
