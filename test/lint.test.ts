import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { output, ROOT, tool } from '../scripts/run.ts';

const BREACHES: Readonly<Record<string, readonly [rule: string, code: string]>> = {
  'src/core/says.ts': ['no-console', "export const f = () => console.log('1');\n"],
  'src/app/says.ts': ['no-console', "export const f = () => console.error('1');\n"],
  'src/venues/chance.ts': ['no-restricted-properties', 'export const f = () => Math.random();\n'],
  'src/app/chance.ts': ['no-restricted-properties', 'export const f = () => Math.random();\n'],
  'src/services/clock.ts': ['no-restricted-properties', 'export const f = () => Date.now();\n'],
  'src/services/environment.ts': ['no-restricted-properties', "export const f = () => process.env['A'];\n"],
  'src/core/any.ts': ['no-explicit-any', 'export const f = (a: any) => String(a);\n'],
  'src/core/promise.ts': ['no-floating-promises', 'const f = async () => {};\nexport const g = () => {\n  f();\n};\n'],
  'src/core/loose.ts': ['eqeqeq', 'export const f = (a: number) => a == 1;\n'],
};

const SOUND: Readonly<Record<string, string>> = {
  'src/app/clock.ts': 'export const f = () => Date.now();\n',
  'src/runtime/clock.ts': 'export const f = () => Date.now();\n',
  'scripts/says.ts': "console.log('1');\n",
  'src/core/nullish.ts': 'export const f = (a: number | null | undefined) => a == null;\n',
};

let tree: string;
const found = new Map<string, string[]>();

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'tallyfoil-lint-'));
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  writeFileSync(
    join(tree, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, target: 'es2024', module: 'nodenext' } }),
  );
  const files = { ...SOUND, ...Object.fromEntries(Object.entries(BREACHES).map(([file, [, code]]) => [file, code])) };
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(join(tree, file, '..'), { recursive: true });
    writeFileSync(join(tree, file), code);
  }
  const { stdout, stderr } = await output(process.execPath, [tool('oxlint/bin/oxlint'), '--type-aware', '--format=json'], {
    cwd: tree,
    env: { PATH: `${tool('.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH'] ?? ''}` },
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code?: string; filename: string }[] };
  for (const { code = '', filename } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(Object.entries(BREACHES))('%s is reported', (file, [rule]) => {
  expect(found.get(file)?.join()).toContain(rule);
});

test.each(Object.keys(SOUND))('%s is let be', (file) => {
  expect(found.get(file)).toBeUndefined();
});
