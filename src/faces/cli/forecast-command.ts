import { Option, type Command } from 'commander';
import type { ForecastCommand } from './actions.ts';
import { jsonLine, withWaiting, type CommandParts } from './command-parts.ts';
import { json } from './options.ts';

/** `tallyfoil forecast`: a table and a plot, piped or not; `--json` for programs. */
export function addForecast(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('forecast')
    .description('forecast a column of a CSV file: the model, its reasons, a table and a plot')
    .argument('<file>')
    .option('--column <name>', 'the values; found out where one column can be meant')
    .option('--time <name>', 'the times; found out likewise')
    .option('--horizon <steps>', 'how far ahead; one season, 6 to 48 steps, unless told')
    .option('--period <steps>', 'steps in a season, 1 for none; by the step of the times unless told')
    .option('--model <name>', 'a model, or auto', 'auto')
    .addOption(
      new Option('--priority <name>', 'the time that choosing may take')
        .choices(['realtime', 'fast', 'accurate', 'research'])
        .default('accurate'),
    )
    .addOption(new Option('--fill <how>', 'bridge small holes, which are refused otherwise').choices(['line']))
    .option('--out <file>', 'write the forecast as CSV')
    .addOption(json())
    .action(async (file: string, { json: wanted, ...command }: Omit<ForecastCommand, 'file'> & { json?: true }) => {
      const work = () => actions.forecast({ ...command, file }, streams.width());
      const { json: body, text } = await withWaiting(streams, 'trying models', work);
      await streams.out(wanted === true ? jsonLine(body) : text);
    });
}
