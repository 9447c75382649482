import { parseEnv } from 'node:util';
import { codedError, didYouMean, type Log, type Venue } from '../core/index.ts';
import type { CommonOptions } from '../faces/cli/index.ts';
import { venues } from '../venues/index.ts';
import { configInvalid, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { readSmallFile } from './read-small-file.ts';

export const venueUnknown = codedError<{ venue: string; known: readonly string[] }>('TF_CONFIG_VENUE_UNKNOWN', {
  status: 400,
  message: ({ venue }) => `There is no venue ${venue}.`,
  advice: ({ venue, known }) => `${didYouMean(venue, known)}Known: ${known.join(', ')}. Set VENUES or --venues.`,
});

/** What a command runs with. */
export interface Context {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** The environment, with `.env` of the working directory under it. Throws TF_CONFIG_INVALID. */
function readEnvironment(): NodeJS.ProcessEnv {
  const file = readSmallFile('.env');
  if (file.kind === 'unreadable') throw configInvalid({ problems: [`.env can't be read: ${file.reason}`] });
  return { ...(file.kind === 'text' ? parseEnv(file.text) : {}), ...process.env };
}

const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });

/** Reads the configuration once; what the command line says comes before the environment. */
export function createContext(options: CommonOptions, fallbacks: Readonly<Record<string, string>> = {}): Context {
  const environment = {
    ...fallbacks,
    ...readEnvironment(),
    ...given('TALLYFOIL_DATA_DIR', options.dataDir),
    ...given('SYMBOLS', options.symbols),
    ...given('VENUES', options.venues),
    ...given('TALLYFOIL_PORT', options.port),
    ...given('TALLYFOIL_ROLES', options.roles),
  };
  const config = readConfig(environment);
  return { config, environment, log: createLog(config.LOG_LEVEL) };
}

/** The venues of the configuration. Throws TF_CONFIG_VENUE_UNKNOWN. */
export function chosenVenues({ config }: Context): Venue[] {
  return config.VENUES.map((id) => {
    const venue = venues.get(id);
    if (venue === undefined) throw venueUnknown({ venue: id, known: [...venues.keys()] });
    return venue;
  });
}

/** The symbols of the configuration as a venue writes them. */
export const symbolsOn = (venue: Venue, { config }: Context): string[] => [
  ...new Set(config.SYMBOLS.map((symbol) => venue.nativeSymbol(symbol))),
];
