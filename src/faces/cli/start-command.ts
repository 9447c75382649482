import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { runUntilEnded, sayTo, type CommandParts } from './command-parts.ts';
import { dataDir, json, port, symbols } from './options.ts';

/** `tallyfoil start`: the first venue that answers, or the simulator. */
export function addStart(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('start')
    .description('follow the first venue that answers; if none does, a simulated market, marked as such')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(json())
    .action(({ json: wanted, ...options }: CommonOptions & { json?: true }) =>
      runUntilEnded(streams, { json: wanted === true }, () => actions.start(options, sayTo(streams))),
    );
}
