import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output, ROOT, tool } from '../../scripts/run.ts';

/** Builds what a package would hold into a folder of its own, beside the checkout's dependencies; gone after `work`. */
export async function withStagedBuild<T>(work: (program: string) => Promise<T>): Promise<T> {
  const stage = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  try {
    const compile = [
      tool('typescript7/bin/tsc'),
      '--project',
      join(ROOT, 'tsconfig.build.json'),
      '--outDir',
      join(stage, 'dist'),
    ];
    const { status, stdout } = await output(process.execPath, compile);
    if (status !== 0) throw new Error(`the build failed: ${stdout.slice(0, 2_000)}`);
    await cp(join(ROOT, 'bin'), join(stage, 'bin'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(stage, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(stage, 'node_modules'), 'junction');
    return await work(join(stage, 'bin', 'tallyfoil.js'));
  } finally {
    await rm(stage, { recursive: true, force: true, maxRetries: 3 });
  }
}
