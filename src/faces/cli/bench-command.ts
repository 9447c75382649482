import { Argument, type Command } from 'commander';
import type { BenchForecastCommand } from './actions.ts';
import { jsonLine, sayTo, type CommandParts } from './command-parts.ts';
import { json } from './options.ts';

/** `tallyfoil bench`: tables for a person, piped or not; `--json` for programs. */
export function addBench(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('bench')
    .description('measurements that any machine can run')
    .addArgument(new Argument('<what>', 'forecast: the tables of forecasting competitions').choices(['forecast']))
    .requiredOption('--data <folder>', 'series of competitions: *.jsonl with id, freq, x, xx, or M4 train and test CSV')
    .option('--models <list>', 'comma-separated; default: the models of the tables')
    .option('--every <n>', 'only each n-th series', '1')
    .addOption(json())
    .action(async (_: string, { json: wanted, ...command }: BenchForecastCommand & { json?: true }) => {
      const { json: body, text } = await actions.benchForecast(command, sayTo(streams));
      await streams.out(wanted === true ? jsonLine(body) : text);
    });
}
