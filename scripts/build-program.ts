// Bundles the program into a few large files, because resolving and linking some 800 small ones takes most of a start.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

import { ROOT } from './run.ts';
import type { Manifest } from './staged-manifest.ts';

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  // src/app/places.ts expects to be in this folder.
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
  // Its first form requires its parts at run time, where a bundle has none of them.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
} as const satisfies BuildOptions;

/** Loads Node's own modules without their ES wrappers, because the wrapper of `node:http` loads all of `fetch`. */
const nodeModules: Plugin = {
  name: 'node-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'node' } : undefined));
    onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** Loaded when first needed, if they are installed; `ws` works without the last two. */
const OPTIONAL = ['@bsull/*', 'bufferutil', 'utf-8-validate'];

interface BuildPlan {
  /** Folder that `app` and `chunks` are written to. */
  readonly out: string;
  readonly plugins?: readonly Plugin[];
}

/** The program and its threads, with everything that they import. */
export async function buildProgram({ out, plugins = [] }: BuildPlan): Promise<void> {
  const { metafile } = await build({
    ...common,
    entryPoints: { 'app/main': 'src/app/main.ts', 'app/worker': 'src/app/worker.ts' },
    outdir: out,
    external: OPTIONAL,
    legalComments: 'none',
    metafile: true,
    plugins: [nodeModules, ...plugins],
  });
  writeFileSync(join(out, 'THIRD-PARTY.txt'), licencesOf(metafile));
}

/** The modules that other programs import. Their dependencies stay outside, so that each exists once. */
export async function buildLibrary(out: string): Promise<void> {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const targets = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target['default'] ?? '']));
  const names = targets.map((target) => target.replace(/^\.\/dist\/(.*)\.js$/, '$1'));
  await build({
    ...common,
    entryPoints: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
    outdir: out,
    packages: 'external',
  });
}

/** The licence of each bundled package; all of them must accompany a copy. */
function licencesOf({ inputs }: Metafile): string {
  const packages = new Set(Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const texts = [...packages].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE'].find((one) =>
      existsSync(join(ROOT, folder, one)),
    );
    const text = file === undefined ? license : readFileSync(join(ROOT, folder, file), 'utf8').trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}
