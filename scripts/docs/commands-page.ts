import type { Command } from 'commander';

import { createProgram, type Actions, type Streams } from '../../src/faces/cli/index.ts';
import { table } from './table.ts';

/** The command-line program without its actions, because only its help texts are read. */
const program = (): Command =>
  createProgram({ actions: { version: '' } as Actions, streams: { err: () => {} } as unknown as Streams });

/** A command, then its subcommands. */
const sections = (command: Command, above = ''): string[] => [
  section(command, above),
  ...command.commands.flatMap((one) => sections(one, `${above}${command.name()} `)),
];

function section(command: Command, above: string): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  const rows = options.map(({ flags, description, defaultValue, argChoices }) => [
    `\`${flags}\``,
    [description, ...(argChoices === undefined ? [] : [argChoices.map((choice) => `\`${choice}\``).join(', ')])]
      .filter(Boolean)
      .join(': '),
    defaultValue === undefined ? '' : `\`${String(defaultValue)}\``,
  ]);
  const described = command.registeredArguments.filter(({ description }) => description !== '');
  const words = described.map((argument) => `\`${argument.name()}\`: ${argument.description}.`);
  const usage = `tallyfoil ${above}${command.name()} ${command.usage()}`;
  return [
    `${above === '' ? '##' : '###'} ${above}${command.name()}`,
    `${command.description().charAt(0).toUpperCase()}${command.description().slice(1)}.`,
    `\`\`\`sh\n${usage}\n\`\`\``,
    ...(words.length === 0 ? [] : [words.join(' ')]),
    ...(rows.length === 0 ? [] : [table(['Option', 'What it does', 'Default'], rows)]),
  ].join('\n\n');
}

/** Every command of the command line, from the program itself. */
export async function commandsPage(): Promise<string> {
  return `# Command line

Answers go to stdout; notices for people and the log go to stderr. On a terminal, \`report\`, \`alert\`, \`connect\`, \`verify\` and \`doctor\` answer as text; in a pipe, or with \`--json\`, as JSON. \`check\` and \`watch\` answer as text in a pipe too, \`call\` always as JSON.
A mistyped command, option, operation, symbol, venue or surface is answered with the nearest that exist. Made by \`npm run docs\` from the code.

| Exit code | Means |
| --- | --- |
| 0 | done; a server that was stopped has written its log and released its data directory |
| 1 | refused, failed, or a problem was found (\`check\`, \`verify\`, \`doctor\`, \`alert test\`); the last line of stderr is the error, as JSON if stderr is not a terminal |
| 130 | stopped at once by a second signal |

${program()
  .commands.flatMap((command) => sections(command))
  .join('\n\n')}
`;
}
