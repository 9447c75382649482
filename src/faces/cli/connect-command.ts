import { Argument, type Command } from 'commander';
import type { ClientName, Connected, ConnectOptions } from './actions.ts';
import { answer, type CommandParts } from './command-parts.ts';
import { dataDir, json, symbols, url, venues } from './options.ts';

const CLIENTS: readonly ClientName[] = ['claude', 'claude-code', 'cursor', 'vscode', 'codex'];

/** `tallyfoil connect`: shows the change; writes it with --write. */
export function addConnect(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('connect')
    .description('add this server to the MCP configuration of a client; shows the change, writes it with --write')
    .addArgument(new Argument('<client>').choices(CLIENTS))
    .option('--write', 'write the change; a backup of the file stays beside it')
    .option('--remove', 'remove this server again')
    .option('--print', 'only the lines to paste')
    .option('--file <path>', "another file instead of the client's own, e.g. a project's")
    .option('--surface <name>', 'default, full, readonly, brief, or a toolset')
    .option('--allow-simulated', 'allow answers of a simulated market; they are marked')
    .addOption(url())
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(venues())
    .addOption(json())
    .action(async (client: ClientName, { json: wanted, ...options }: Omit<ConnectOptions, 'client'> & { json?: true }) => {
      const done = await actions.connect({ ...options, client });
      if ('snippet' in done) await streams.out(done.snippet);
      else await answer(streams, { json: wanted }, done, (connected) => inWords(connected, writingCommand(client, options)));
    });
}

const FLAGS = { allowSimulated: '--allow-simulated', remove: '--remove' } as const;
const VALUES = {
  file: '--file',
  surface: '--surface',
  url: '--url',
  dataDir: '--data-dir',
  symbols: '--symbols',
  venues: '--venues',
} as const;

const quoted = (text: string): string => (/^[\w./:@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that writes what was shown: with the same options. */
export function writingCommand(client: string, options: Omit<ConnectOptions, 'client'>): string {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const flags = Object.entries(FLAGS).flatMap(([name, flag]) => (given[name] === true ? [flag] : []));
  const values = Object.entries(VALUES).flatMap(([name, flag]) => {
    const value = given[name];
    return typeof value === 'string' ? [`${flag} ${quoted(value)}`] : [];
  });
  return ['node bin/tallyfoil.js connect', client, ...flags, ...values, '--write'].join(' ');
}

const inWords = ({ client, file, outcome, diff, backup, then, warning }: Connected, command: string): string => {
  const said = warning === null ? '' : `${warning}\n`;
  if (outcome === 'unchanged') return `${client} needs no change: ${file}\n${said}`;
  const tail = outcome === 'shown' ? `Nothing is written yet: ${command}` : `Written. ${then}`;
  return `${client}: ${file}\n${diff}\n${tail}\n${backup === null ? '' : `Backup: ${backup}\n`}${said}`;
};
