import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { jsonText, type CommandParts } from './command-parts.ts';
import { dataDir, url } from './options.ts';

/** `tallyfoil report`: the market report of one symbol. */
export function addReport(program: Command, { actions, streams: { out } }: CommandParts): void {
  program
    .command('report')
    .description('the market report of one symbol')
    .argument('<symbol>')
    .option('--venue <id>')
    .addOption(url())
    .addOption(dataDir())
    .action(async (symbol: string, { venue, ...options }: CommonOptions & { venue?: string; url?: string }) =>
      out(jsonText(await actions.call('get_report', { symbol, ...(venue ? { venue } : {}) }, options))),
    );
}
