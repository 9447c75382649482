import { parseEnv } from 'node:util';
import { z } from 'zod';
import { codedError, didYouMean, type Log, type Venue } from '../core/index.ts';
import type { CommonOptions } from '../faces/cli/index.ts';
import { venues } from '../venues/index.ts';
import { inputProblem } from '../operations/index.ts';
import { CONFIG_SCHEMA, configInvalid, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { readSmallFile } from './read-small-file.ts';

export const venueUnknown = codedError<{ venue: string; known: readonly string[] }>('TF_CONFIG_VENUE_UNKNOWN', {
  status: 400,
  message: ({ venue }) => `There is no venue ${venue}.`,
  advice: ({ venue, known }) => `${didYouMean(venue, known)}Known: ${known.join(', ')}. Set VENUES or --venues.`,
});

export const optionInvalid = codedError<{ problem: string }>('TF_CLI_OPTION_INVALID', {
  status: 400,
  message: ({ problem }) => `${problem}.`,
  advice: () => 'tallyfoil COMMAND --help shows what each option takes.',
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

type Setting = keyof typeof CONFIG_SCHEMA.shape;

/** A setting that the command line gives. Throws TF_CLI_OPTION_INVALID, which names the option: no variable is wrong. */
function given(name: Setting, option: string, value: string | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const raw = { [option]: value };
  const parsed = value === '' ? null : z.object({ [option]: CONFIG_SCHEMA.shape[name] }).safeParse(raw);
  const issue = parsed?.error?.issues[0];
  if (issue !== undefined) throw optionInvalid({ problem: inputProblem(issue, raw) });
  return { [name]: value };
}

/** Reads the configuration once; what the command line says comes before the environment. Throws TF_CLI_OPTION_INVALID. */
export function createContext(options: CommonOptions, fallbacks: Readonly<Record<string, string>> = {}): Context {
  const environment = {
    ...fallbacks,
    ...readEnvironment(),
    ...given('TALLYFOIL_DATA_DIR', '--data-dir', options.dataDir),
    ...given('SYMBOLS', '--symbols', options.symbols),
    ...given('VENUES', '--venues', options.venues),
    ...given('TALLYFOIL_PORT', '--port', options.port),
    ...given('TALLYFOIL_ROLES', '--roles', options.roles),
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
