import type { Command } from 'commander';
import type { OperationAnswer } from '../../client/index.ts';
import type { CommonOptions } from './actions.ts';
import { answer, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, json, url } from './options.ts';
import { reportInWords } from './report-words.ts';

interface ReportOptions extends CommonOptions {
  readonly venue?: string;
  readonly url?: string;
  readonly json?: true;
}

/** `tallyfoil report`: words for a person, the whole report as JSON for a program. */
export function addReport(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('report')
    .description('the market report of one symbol: words on a terminal, JSON in a pipe')
    .argument('<symbol>')
    .option('--venue <id>')
    .addOption(url())
    .addOption(dataDir())
    .addOption(json())
    .action(async (symbol: string, { venue, json: wanted, ...options }: ReportOptions) => {
      const input = { symbol, ...(venue ? { venue } : {}) };
      const report = await withWaiting(streams, 'asking', () => actions.call('get_report', input, options));
      await answer(streams, { json: wanted }, report as OperationAnswer<'get_report'>, reportInWords);
    });
}
