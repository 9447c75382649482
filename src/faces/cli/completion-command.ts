import { Argument, type Command } from 'commander';
import type { CommandParts } from './command-parts.ts';
import { completionScript, SHELLS, type CommandWords, type Shell } from './completion.ts';

/** Words that can follow each command, read from the program itself, so that new commands are included. */
async function wordsOf(program: Command, { actions }: CommandParts): Promise<CommandWords[]> {
  const operations = await actions.operationNames();
  return program.commands.map((command) => {
    // All options of the subcommands are merged, which is enough for completion.
    const under = [command, ...command.commands];
    const options = new Map(under.flatMap((one) => one.options.map((option) => [option.long ?? '', option] as const)));
    return {
      name: command.name(),
      description: command.description(),
      options: [...options.values()]
        .filter(({ hidden }) => !hidden)
        .map(({ long, description, argChoices }) => ({ name: long ?? '', description, choices: argChoices ?? [] })),
      words: [
        ...command.commands.map((one) => one.name()),
        ...command.registeredArguments.flatMap((argument) =>
          argument.name() === 'operation' ? operations : (argument.argChoices ?? []),
        ),
      ],
    };
  });
}

/** `tallyfoil completion`: prints a script for the shell. */
export function addCompletion(program: Command, parts: CommandParts): void {
  program
    .command('completion')
    .description('a completion script for your shell: eval "$(tallyfoil completion bash)"')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: Shell) => parts.streams.out(completionScript(shell, await wordsOf(program, parts))));
}
