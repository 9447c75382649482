import { Option, type Command } from 'commander';
import type { ReplayCommand } from './actions.ts';
import { jsonLine, sayTo, withWaiting, type CommandParts } from './command-parts.ts';

/** `tallyfoil replay`: runs a recording or a raw log through the pipeline of live data. */
export function addReplay(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('replay')
    .description('run a recording or a raw log through the pipeline of live data')
    .argument('[path]', 'a recording, or a data directory; default: the data directory of this configuration')
    .option('--speed <n>', 'times the recorded speed, or max', 'max')
    .addOption(new Option('--emit <what>', 'one JSON object a line').choices(['events', 'quotes', 'reports']))
    .option('--from-segment <n>', 'for a raw log: start at the checkpoint of this segment')
    .action(async (path: string | undefined, options: Omit<ReplayCommand, 'path'>) => {
      const given = { ...options, ...(path === undefined ? {} : { path }) };
      const run = () => actions.replay(given, (text) => streams.out(`${text}\n`));
      // Printed lines already show that it continues.
      const summary = await (options.emit === undefined ? withWaiting(streams, 'replaying', run) : run());
      if (options.emit === undefined) await streams.out(jsonLine(summary));
      else sayTo(streams)(JSON.stringify(summary));
    });
}
