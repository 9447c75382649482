import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ROOT } from '../../scripts/run.ts';
import { cleanUp, launch, listening, temporaryFolder } from './testing/program.ts';

afterEach(cleanUp);

/** A clone with its packages installed, in which nothing was ever built. */
function freshClone(): string {
  const clone = temporaryFolder();
  const tracked = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'bin', 'src', 'scripts', 'dashboard', 'package.json'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  for (const file of tracked.stdout.trim().split('\n'))
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(clone, file));
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'junction');
  return clone;
}

const demoOf = (clone: string) =>
  launch(['demo', '--seed', '5'], { folder: temporaryFolder(), program: join(clone, 'bin', 'tallyfoil.js') });

test('a demo in a fresh clone has the page whose address it prints', async () => {
  const demo = demoOf(freshClone());
  const url = await listening(demo);
  expect(demo.err()).toContain(`  Page  ${url}/\n`);
  const page = await fetch(`${url}/`);
  expect({ status: page.status, text: await page.text() }).toEqual({
    status: 200,
    text: expect.stringContaining('/app.js') as string,
  });
  expect((await fetch(`${url}/app.js`)).status).toBe(200);
});

test('where the page can’t be built, the demo says how to build it and prints no address', async () => {
  const clone = freshClone();
  rmSync(join(clone, 'dashboard', 'src', 'main.tsx'));
  const demo = demoOf(clone);
  const url = await listening(demo);
  expect(demo.err()).toContain('the page could not be built');
  expect(demo.err()).toContain('  Page  not built: run `npm run page` and start again\n');
  expect((await fetch(`${url}/`)).status).toBe(404);
});
