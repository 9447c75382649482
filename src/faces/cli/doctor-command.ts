import { Option, type Command } from 'commander';
import type { CommonOptions, Diagnosis } from './actions.ts';
import { answer, problemFound, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, json, port, symbols, venues } from './options.ts';

/** Options that are about this machine, not about a server at an address. */
const LOCAL = ['dataDir', 'port', 'symbols', 'venues'];

/** `tallyfoil doctor`: exit code 1 if there is a problem. */
export function addDoctor(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('doctor')
    .description('find problems that keep the server from working: disk, log, clock, hosts, channels, port, versions')
    .addOption(dataDir())
    .addOption(port())
    .addOption(symbols())
    .addOption(venues())
    .addOption(new Option('--url <url>', 'look only at the running server at this address').conflicts(LOCAL))
    .addOption(json())
    .action(async ({ json: wanted, ...options }: CommonOptions & { url?: string; json?: true }) => {
      const found = await withWaiting(streams, 'looking', () => actions.doctor(options));
      await answer(streams, { json: wanted }, found, inWords);
      const problems = found.findings.filter(({ level }) => level === 'problem').map(({ check }) => check);
      if (!found.ok) problemFound(streams, `Problems found: ${[...new Set(problems)].join(', ')}.`);
    });
}

const LEVEL = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

const inWords = ({ ok, findings }: Diagnosis): string => {
  const lines = findings.flatMap(({ check, level, what, advice }, index) => [
    `${LEVEL[level]} ${check.padEnd(14)} ${what}`,
    // Shared advice is printed once, under the last finding that it is for.
    ...(advice === null || advice === findings[index + 1]?.advice ? [] : [`${' '.repeat(24)}→ ${advice}`]),
  ]);
  return `${lines.join('\n')}\n${ok ? 'No problems found.' : 'The findings marked PROBLEM keep the server from working properly.'}\n`;
};
