import { Command } from 'commander';
import { addAlert } from './alert-command.ts';
import { addBench } from './bench-command.ts';
import { addCall } from './call-command.ts';
import { addCheck } from './check-command.ts';
import { addCompletion } from './completion-command.ts';
import { addConnect } from './connect-command.ts';
import { addDemo } from './demo-command.ts';
import { addForecast } from './forecast-command.ts';
import { addDoctor } from './doctor-command.ts';
import { addMcp } from './mcp-command.ts';
import { addReplay } from './replay-command.ts';
import type { Actions } from './actions.ts';
import type { CommandParts } from './command-parts.ts';
import { addReport } from './report-command.ts';
import { addServe } from './serve-command.ts';
import { addSimulate } from './simulate-command.ts';
import { addStart } from './start-command.ts';
import { safeStreams, type Streams } from './streams.ts';
import { addVerify } from './verify-command.ts';
import { addWatch } from './watch-command.ts';

/** Every command, in the order of the help; each has its own file. */
const COMMANDS: readonly ((program: Command, parts: CommandParts) => void)[] = [
  addStart,
  addServe,
  addDemo,
  addMcp,
  addConnect,
  addDoctor,
  addReport,
  addWatch,
  addAlert,
  addCall,
  addCheck,
  addReplay,
  addSimulate,
  addVerify,
  addForecast,
  addBench,
  addCompletion,
];

const EXIT_CODES = `
Exit codes: 0 done; 1 refused, failed, or a problem was found (check, verify, doctor, alert test); the reason is the last line of stderr.
A server that receives a stop signal closes its log and exits with 0; a second signal stops it at once with 130.`;

/** The command line: parses arguments, runs actions and prints answers. */
export function createProgram({ actions, streams }: { readonly actions: Actions; readonly streams: Streams }): Command {
  const parts: CommandParts = { actions, streams: safeStreams(streams) };
  const program = new Command('tallyfoil')
    .description('Market intelligence for agents and people: every number is real and can prove it.')
    .version(actions.version, '-v, --version')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(node bin/tallyfoil.js --help shows all commands)')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeErr: parts.streams.err })
    .exitOverride();
  for (const add of COMMANDS) add(program, parts);
  return program;
}
