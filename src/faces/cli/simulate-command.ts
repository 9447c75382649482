import type { Command } from 'commander';
import type { SimulateCommand } from './actions.ts';
import { runUntilEnded, sayTo, type CommandParts } from './command-parts.ts';
import { json } from './options.ts';
import { SCENARIOS } from './scenarios.ts';

/** `tallyfoil simulate`: an exchange on loopback. */
export function addSimulate(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('simulate')
    .description('serve a simulated exchange on loopback, with faults and its true book')
    .option('--venue <id>', 'id of the venue to simulate', 'binance-spot')
    .option('--port <number>', '0 for a free one', '0')
    .option('--seed <number>', 'seed that determines everything that happens', '1')
    .option('--scenario <name>', `how the market behaves: ${SCENARIOS}`, 'calm')
    .option('--symbols <list>', 'comma-separated, as the venue writes them')
    .option('--faults <spec>', 'faults to inject, e.g. drop:0.01,close@30s')
    .option('--truth <file>', 'write the true best bid and ask after each update, one JSON object a line')
    .addOption(json())
    .action(({ json: wanted, ...command }: SimulateCommand & { json?: true }) =>
      runUntilEnded(streams, { json: wanted === true }, () => actions.simulate(command, sayTo(streams))),
    );
}
