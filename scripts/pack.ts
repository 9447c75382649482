// `npm run pack`: builds, stages a clean package in .pack/stage and packs it to .pack/tallyfoil-<version>.tgz, whose path it prints.
// The checkout's own package.json can't be packed, because it is private and depends on Node itself (189 MB).
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { npmProgram, output, ROOT, show } from './run.ts';
import { stagedManifest, targetsOf, type Manifest } from './staged-manifest.ts';

const OUT = join(ROOT, '.pack');
const STAGE = join(OUT, 'stage');

for (const script of ['build.ts', 'build-page.js'])
  if ((await show(process.execPath, [join(ROOT, 'scripts', script)])) !== 0) throw new Error(`${script} failed`);

rmSync(OUT, { recursive: true, force: true });
mkdirSync(STAGE, { recursive: true });
const manifest = stagedManifest(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest);
writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of manifest.files) cpSync(join(ROOT, name), join(STAGE, name), { recursive: true });
// In a package, src/app/page.ts looks here.
cpSync(join(ROOT, 'dashboard', 'dist'), join(STAGE, 'dist', 'page'), { recursive: true });
for (const target of targetsOf(manifest)) {
  if (!existsSync(join(STAGE, target))) throw new Error(`package.json names ${target}, which the build did not make`);
}

const packed = await output(process.execPath, [npmProgram(), 'pack', '--json', '--ignore-scripts', '--pack-destination', OUT], {
  cwd: STAGE,
});
if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.stderr}`);
const tarball = join(OUT, `${manifest.name}-${manifest.version}.tgz`);
if (!existsSync(tarball)) throw new Error(`npm pack left no ${tarball}: ${packed.stdout}`);
console.log(tarball);
