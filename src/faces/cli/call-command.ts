import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { jsonLine, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, url } from './options.ts';
import { readInput } from './read-input.ts';

/** `tallyfoil call`: runs any operation; the output is always JSON, for programs. */
export function addCall(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('call')
    .description('one operation of the running server; the answer as JSON on stdout')
    .argument('<operation>')
    .argument('[input...]', 'a JSON object, or key=value pairs')
    .addOption(url())
    .addOption(dataDir())
    .action(async (operation: string, words: string[], options: CommonOptions & { url?: string }) =>
      streams.out(jsonLine(await withWaiting(streams, 'asking', () => actions.call(operation, readInput(words), options)))),
    );
}
