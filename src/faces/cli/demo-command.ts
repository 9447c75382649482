import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { runUntilEnded, sayTo, type CommandParts } from './command-parts.ts';
import { dataDir, json, port, symbols } from './options.ts';
import { SCENARIOS } from './scenarios.ts';

/** `tallyfoil demo`: the simulator. */
export function addDemo(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('demo')
    .description('a simulated market: no network, no keys; every answer is marked as simulated')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .option('--scenario <name>', `how the market behaves: ${SCENARIOS}`)
    .option('--seed <number>', 'seed that determines everything that happens')
    .addOption(json())
    .action(({ json: wanted, ...options }: CommonOptions & { scenario?: string; seed?: string; json?: true }) =>
      runUntilEnded(streams, { json: wanted === true }, () => actions.demo(options, sayTo(streams))),
    );
}
