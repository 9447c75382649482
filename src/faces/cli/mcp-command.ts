import type { Command } from 'commander';
import type { McpOptions } from './actions.ts';
import type { CommandParts } from './command-parts.ts';
import { dataDir, symbols, url, venues } from './options.ts';

/** `tallyfoil mcp`: MCP over stdio. */
export function addMcp(program: Command, { actions }: CommandParts): void {
  program
    .command('mcp')
    .description('MCP over stdio; started by a client')
    .option('--surface <name>', 'default, full, readonly, brief, or a toolset', 'default')
    .addOption(url())
    .option('--allow-simulated', 'accept answers of a simulated market; they are marked')
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(venues())
    .action((options: McpOptions) => actions.mcp(options));
}
