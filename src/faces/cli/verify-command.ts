import type { Command } from 'commander';
import type { CommonOptions } from './actions.ts';
import { jsonText, type CommandParts } from './command-parts.ts';
import { dataDir } from './options.ts';

/** `tallyfoil verify`: exit code 1 where the log is damaged. */
export function addVerify(program: Command, { actions, streams: { out } }: CommandParts): void {
  program
    .command('verify')
    .description('check the raw log: every record, its checksum and its order')
    .argument('[folder]', 'a data directory; default: those of this configuration')
    .addOption(dataDir())
    .action(async (path: string | undefined, options: CommonOptions) => {
      const { ok, report } = await actions.verify({ ...options, ...(path === undefined ? {} : { path }) });
      await out(jsonText(report));
      if (!ok) process.exitCode = 1;
    });
}
