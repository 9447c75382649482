import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { judge } from './referee.ts';

/** Scenarios that a protocol revision requires of a server, from the conformance suite's frozen list. */
function required(revision: string): string[] {
  const file = new URL(`../../../node_modules/@modelcontextprotocol/conformance/requirements/${revision}.yaml`, import.meta.url);
  const server = /^server:\n((?: {2}- .*\n)+)/m.exec(readFileSync(fileURLToPath(file), 'utf8'))?.[1] ?? '';
  return server.split('\n').flatMap((line) => /- (\S+)/.exec(line)?.[1] ?? []);
}

/** Scenarios that the referee's summary calls passed, having checked something. */
const passed = (output: string): string[] =>
  output.split('\n').flatMap((line) => /✓ (\S+): [1-9]\d* passed, 0 failed/.exec(line)?.[1] ?? []);

test.each([
  ['2026-07-28', 37],
  ['2025-11-25', 30],
] as const)('every server scenario that %s requires passes on the production stack (%i)', async (revision, count) => {
  const { exitCode, output } = await judge(revision);
  const wanted = required(revision);
  expect(wanted).toHaveLength(count);
  expect(passed(output)).toEqual(expect.arrayContaining(wanted));
  expect(exitCode, output.slice(-2_000)).toBe(0);
});
