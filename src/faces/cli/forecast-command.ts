import { Option, type Command } from 'commander';
import type { ForecastCommand } from './actions.ts';
import { jsonLine, withWaiting, type CommandParts } from './command-parts.ts';
import { json } from './options.ts';

/** `tallyfoil forecast`: prints a table and a plot, also into a pipe; `--json` for programs. */
export function addForecast(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('forecast')
    .description('forecast a column of a CSV file: the model, its reasons, a table and a plot')
    .argument('<file>', 'the CSV, or - for standard input')
    .option('--column <name>', 'column of the values; default: the only numeric column')
    .option('--time <name>', 'column of the times, or none if each row is one step; default: the only column of times')
    .option('--id <column=value>', 'the rows of one series, or none if all rows are of one')
    .option('--horizon <steps>', 'steps to forecast; default: one season, 6 to 48 steps')
    .option('--period <steps>', 'steps in a season, 1 for none; default: from the step of the times')
    .option('--model <name>', 'a model, or auto', 'auto')
    .addOption(
      new Option('--priority <name>', 'most work for choosing a model')
        .choices(['realtime', 'fast', 'accurate', 'research'])
        .default('accurate'),
    )
    .addOption(new Option('--fill <how>', 'fill small gaps, which are refused otherwise').choices(['line']))
    .addOption(
      new Option('--dates <order>', 'order of dates such as 3/4/2021').choices(['day-first', 'month-first', 'year-first']),
    )
    .addOption(new Option('--decimal <sign>', 'decimal sign of the numbers').choices(['point', 'comma']))
    .option('--missing <text>', 'a cell that means a missing value; none: numbers such as -999 are values')
    .option('--out <file>', 'write the forecast as CSV')
    .addOption(json())
    .action(async (file: string, { json: wanted, ...command }: Omit<ForecastCommand, 'file'> & { json?: true }) => {
      const work = () => actions.forecast({ ...command, file }, streams.width());
      const { json: body, text } = await withWaiting(streams, 'trying models', work);
      await streams.out(wanted === true ? jsonLine(body) : text);
    });
}
