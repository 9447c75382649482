import { expect, test } from 'vitest';
import type { Actions } from '../faces/cli/actions.ts';
import { createProgram } from '../faces/cli/program.ts';
import { scenarioNames } from '../simulator/scenario.ts';

const streams = {
  out: () => Promise.resolve(),
  err: () => {},
  input: () => Promise.resolve(''),
  ended: () => Promise.resolve(),
  reader: 'program' as const,
  width: () => 80,
  waiting: () => () => {},
};

/** The words of `--scenario` in the help that a command prints, whatever its line breaks. */
function scenariosInHelp(command: string): readonly string[] {
  const program = createProgram({ actions: { version: '0.0.0' } as Actions, streams });
  const help = program.commands.find((one) => one.name() === command)?.helpInformation() ?? '';
  const option = help.split(/\n(?= {2}-)/).find((text) => text.trimStart().startsWith('--scenario ')) ?? '';
  const list = /how the market behaves: ([\w,\s]+)/.exec(option)?.[1] ?? '';
  return list.trim().split(/,\s+/);
}

test.each(['demo', 'simulate'])('the help of %s lists every scenario of the simulator', (command) =>
  expect(scenariosInHelp(command)).toEqual(scenarioNames),
);
