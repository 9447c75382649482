import type { Command } from 'commander';
import type { OperationAnswer } from '../../client/index.ts';
import type { CommonOptions } from './actions.ts';
import { answer, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, json, url } from './options.ts';
import { reportInWords } from './report-words.ts';

type Report = OperationAnswer<'get_report'>;

interface ReportOptions extends CommonOptions {
  readonly venue?: string;
  readonly url?: string;
  readonly json?: true;
}

/** `tallyfoil report`: text for a person, the whole report as JSON for a program. */
export function addReport(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('report')
    .description('the market report of one symbol: text on a terminal, JSON in a pipe')
    .argument('<symbol>')
    .option('--venue <id>')
    .addOption(url())
    .addOption(dataDir())
    .addOption(json())
    .action(async (symbol: string, { venue, json: wanted, ...options }: ReportOptions) => {
      /** The currency of sizes, which the report doesn't name. Undefined if the server doesn't know it. */
      const baseOf = async ({ symbol: own, venue: at }: Report): Promise<string | undefined> => {
        const listed = await actions.call('list_markets', { venue: at }, options).catch(() => null);
        return (listed as OperationAnswer<'list_markets'> | null)?.markets.find((row) => row.symbol === own)?.base;
      };
      const input = { symbol, ...(venue ? { venue } : {}) };
      const report = await withWaiting(streams, 'asking', () => actions.call('get_report', input, options));
      const base = wanted === true || streams.reader === 'program' ? undefined : await baseOf(report as Report);
      await answer(streams, { json: wanted }, report as Report, (given) => reportInWords(given, base));
    });
}
