import type { Command } from 'commander';
import { counted } from '../../core/index.ts';
import type { CommonOptions, LogReport } from './actions.ts';
import { answer, problemFound, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, json } from './options.ts';

/** `tallyfoil verify`: exit code 1 if the log is damaged. */
export function addVerify(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('verify')
    .description('check the raw log: every record, its checksum and its order')
    .argument('[folder]', 'a data directory; default: the data directories of this configuration')
    .addOption(dataDir())
    .addOption(json())
    .action(async (path: string | undefined, { json: wanted, ...options }: CommonOptions & { json?: true }) => {
      const given = { ...options, ...(path === undefined ? {} : { path }) };
      const { ok, report } = await withWaiting(streams, 'reading the raw log', () => actions.verify(given));
      await answer(streams, { json: wanted }, report, (logs) => `${logs.map(inWords).join('\n')}\n`);
      const damaged = report.flatMap((log) => (log.ok ? [] : [log.directory]));
      if (!ok) problemFound(streams, `The raw log is damaged: ${damaged.join(', ')}.`);
    });
}

const inWords = ({ directory, ok, records, segments, corrupt, breaks, downtime }: LogReport): string =>
  `${ok ? 'intact ' : 'DAMAGED'}  ${directory}: ${counted(records, 'record')} in ${counted(segments, 'segment')}` +
  (ok ? '' : `; ${counted(corrupt.length, 'damaged place')}, ${counted(breaks.length, 'sequence break')} (--json lists them)`) +
  downtime
    .map(({ from, to, seconds, reason }) => `\n         ${reason} from ${from} to ${to} (${Number(seconds.toFixed(1))} s)`)
    .join('');
