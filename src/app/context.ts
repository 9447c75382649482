import { parseEnv } from 'node:util';
import type { Log } from '../core/index.ts';
import type { CommonOptions } from '../faces/cli/index.ts';
import { configInvalid, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { readSmallFile } from './read-small-file.ts';

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
