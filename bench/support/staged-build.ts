import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildProgram } from '../../scripts/build-program.ts';
import { ROOT } from '../../scripts/run.ts';

/** Builds the program in packaged form into a folder beside the checkout's dependencies; deleted after `work`. */
export async function withStagedBuild<T>(
  work: (program: string) => Promise<T>,
  { plugins = [] }: { readonly plugins?: readonly Plugin[] } = {},
): Promise<T> {
  const stage = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  try {
    await buildProgram({ out: join(stage, 'dist'), plugins });
    await cp(join(ROOT, 'bin'), join(stage, 'bin'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(stage, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(stage, 'node_modules'), 'junction');
    return await work(join(stage, 'bin', 'tallyfoil.js'));
  } finally {
    await rm(stage, { recursive: true, force: true, maxRetries: 3 });
  }
}
