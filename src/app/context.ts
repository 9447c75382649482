import { parseEnv } from 'node:util';
import { z } from 'zod';
import { codedError, type Log } from '../core/index.ts';
import type { CommonOptions } from '../faces/cli/index.ts';
import { inputProblem } from '../operations/index.ts';
import { CONFIG_SCHEMA, configInvalid, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { readSmallFile } from './read-small-file.ts';

export const optionInvalid = codedError<{ problem: string }>('TF_CLI_OPTION_INVALID', {
  status: 400,
  message: ({ problem }) => `${problem}.`,
  advice: () => '`node bin/tallyfoil.js COMMAND --help` describes each option.',
});

/** Context of a command. */
export interface Context {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** The environment, which overrides `.env` of the working directory. Throws TF_CONFIG_INVALID. */
function readEnvironment(): NodeJS.ProcessEnv {
  const file = readSmallFile('.env');
  if (file.kind === 'unreadable') throw configInvalid({ problems: [`.env can't be read: ${file.reason}`] });
  return { ...(file.kind === 'text' ? parseEnv(file.text) : {}), ...process.env };
}

type Setting = keyof typeof CONFIG_SCHEMA.shape;

/** Parses a setting from the command line. Throws TF_CLI_OPTION_INVALID with the name of the option. */
function given(name: Setting, option: string, value: string | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const raw = { [option]: value };
  const parsed = value === '' ? null : z.object({ [option]: CONFIG_SCHEMA.shape[name] }).safeParse(raw);
  const issue = parsed?.error?.issues[0];
  if (issue !== undefined) throw optionInvalid({ problem: inputProblem(issue, raw) });
  return { [name]: value };
}

/** Reads the configuration once; the command line overrides the environment. Throws TF_CLI_OPTION_INVALID. */
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
