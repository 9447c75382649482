import { expect, test } from 'vitest';
import type { Actions, Finding } from './actions.ts';
import { createProgram } from './program.ts';

/** Output of `tallyfoil doctor` for these findings, and its exit code. */
async function printed(findings: readonly Finding[], ...words: readonly string[]): Promise<{ text: string; code: unknown }> {
  let text = '';
  const ok = findings.every(({ level }) => level !== 'problem');
  const actions = { version: '', doctor: () => Promise.resolve({ ok, findings }) } as unknown as Actions;
  const streams = {
    out: (more: string) => {
      text += more;
      return Promise.resolve();
    },
    err: () => {},
    width: () => 100,
    input: () => Promise.resolve(''),
    ended: () => Promise.resolve(),
    reader: 'person' as const,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'doctor', ...words]);
  const code = process.exitCode ?? 0;
  process.exitCode = 0;
  return { text, code };
}

const host = (what: string): Finding => ({ check: 'hosts', level: 'problem', what, advice: 'Look at the firewall.' });
const fine: Finding = { check: 'node', level: 'ok', what: 'new enough', advice: null };

test('each finding is a line, shared advice is printed once, and a problem gives exit code 1', async () => {
  expect(await printed([fine, host('a is shut'), host('b is shut')])).toEqual({
    text: `ok       node           new enough
PROBLEM  hosts          a is shut
PROBLEM  hosts          b is shut
                        → Look at the firewall.
The findings marked PROBLEM keep the server from working properly.
`,
    code: 1,
  });
});

test('without problems it says so, and --json gives a program all findings', async () => {
  const { text, code } = await printed([fine]);
  expect(text).toContain('No problems found.');
  expect(code).toBe(0);
  expect(JSON.parse((await printed([fine, host('a')], '--json')).text)).toEqual({ ok: false, findings: [fine, host('a')] });
});
