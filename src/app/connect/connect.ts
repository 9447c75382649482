import type { ClientName, Connected } from '../../faces/cli/index.ts';
import type { Change } from './edit.ts';
import { clientFile, type ClientFile, type Machine } from './client-files.ts';
import { editJson } from './edit-json.ts';
import { editToml } from './edit-toml.ts';
import type { Entry } from './entry.ts';
import { lineDiff } from './line-diff.ts';
import { readConfigFile, replaceConfigFile } from './client-config-file.ts';

export interface ConnectPlan {
  readonly client: ClientName;
  readonly machine: Machine;
  readonly entry: Entry;
  readonly now: Date;
  /** Configuration file to use instead of the client's own, for example a project's file. */
  readonly file?: string | undefined;
  readonly task: 'add' | 'remove';
  readonly mode: 'write' | 'show';
  /** That the server it points to is simulated; null otherwise. */
  readonly warning: string | null;
}

const edited = (format: 'json' | 'toml', before: string, change: Change): string =>
  format === 'json' ? editJson(before, change) : editToml(before, change);

const entryFor = (entries: ClientFile['entries'], { command, args }: Entry) =>
  entries === 'typed' ? { type: 'stdio' as const, command, args } : { command, args };

/** The part of a configuration with this server, to be pasted. */
export function snippet(client: ClientName, machine: Machine, entry: Entry): string {
  const { format, section, entries, file } = clientFile(client, machine);
  return edited(format, '', { file, section, entry: entryFor(entries, entry) });
}

/** Edits a client's configuration, or shows the change. A second run changes nothing. */
export async function connectClient({
  client,
  machine,
  entry,
  now,
  task,
  mode,
  warning,
  ...plan
}: ConnectPlan): Promise<Connected> {
  const { title, format, section, entries, then, file: own } = clientFile(client, machine);
  const file = plan.file ?? own;
  const before = await readConfigFile(file);
  const after = edited(format, before, { file, section, entry: task === 'add' ? entryFor(entries, entry) : null });
  const base = { client: title, file, diff: lineDiff(before, after), then, warning };
  if (before === after) return { ...base, outcome: 'unchanged', backup: null };
  if (mode === 'show') return { ...base, outcome: 'shown', backup: null };
  return { ...base, outcome: 'written', backup: await replaceConfigFile({ file, before, after, now }) };
}
