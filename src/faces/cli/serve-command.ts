import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { runUntilEnded, sayTo, type CommandParts } from './command-parts.ts';
import { dataDir, json, port, roles, symbols, venues } from './options.ts';

/** `tallyfoil serve`: the configured venues. */
export function addServe(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('serve')
    .description('follow the configured venues; never falls back to the simulator')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(venues())
    .addOption(roles())
    .addOption(json())
    .action(({ json: wanted, ...options }: CommonOptions & { json?: true }) =>
      runUntilEnded(streams, { json: wanted === true }, () => actions.serve(options, sayTo(streams))),
    );
}
