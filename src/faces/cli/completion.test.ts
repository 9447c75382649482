import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Actions } from './actions.ts';
import { createProgram } from './program.ts';
import type { Shell } from './completion.ts';

/** The script of the real program, without its operations. */
async function scriptOf(shell: Shell): Promise<string> {
  let script = '';
  const actions = {
    version: '0.0.0',
    operationNames: () => Promise.resolve(['get_report', 'get_book']),
  } as unknown as Actions;
  const streams = {
    out: (text: string) => {
      script += text;
      return Promise.resolve();
    },
    err: () => {},
    input: () => Promise.resolve(''),
    ended: () => Promise.resolve(),
    reader: 'program' as const,
    width: () => 80,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'completion', shell]);
  return script;
}

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

describe.skipIf(process.platform === 'win32')('bash', () => {
  /** Words that bash offers for a partly typed line. */
  const offered = async (...words: string[]): Promise<string[]> => {
    const script = `${await scriptOf('bash')}
COMP_WORDS=(tallyfoil "$@"); COMP_CWORD=$#; _tallyfoil; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  test.each([
    [['rep'], ['report', 'replay']],
    [['serve', '--v'], ['--venues']],
    [['call', 'get_r'], ['get_report']],
    [
      ['replay', 'x', '--emit', ''],
      ['events', 'quotes', 'reports'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['alert', 'o'],
      ['on', 'off'],
    ],
    [['alert', 'add', '--cool'], ['--cooldown']],
    [['nonsense', ''], ['']],
  ])('%j offers %j', async (words, wanted) => {
    expect((await offered(...words)).toSorted()).toEqual(wanted.toSorted());
  });
});

for (const [shell, flag] of [
  ['zsh', '-n'],
  ['fish', '--no-execute'],
] as const) {
  test(`${shell} can read its script`, async ({ skip }) => {
    skip(!has(shell), `${shell} is not installed here`);
    expect(spawnSync(shell, [flag, '-c', await scriptOf(shell)]).stderr.toString()).toBe('');
  });
}

test.each(['zsh', 'fish'] as const)('the script for %s has each command and its options', async (shell) => {
  const script = await scriptOf(shell);
  for (const word of ['start', 'replay', 'emit', 'get_report', 'reports']) expect(script).toContain(word);
  // Quotes must be balanced, whatever a description contains.
  expect((script.replaceAll(String.raw`\'`, '').match(/'/g) ?? []).length % 2).toBe(0);
});
