// `npm run mcpb`: packs, stages the program with what it needs to run, and leaves in .pack/
//   tallyfoil-<version>.mcpb   the bundle that clients install by a click
//   server.json                what the registry of MCP servers takes, with the bundle's checksum
// --staged takes the package that `npm run pack` left. Nothing is downloaded: dependencies come from node_modules.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';

import { compileCatalogue, surfaceEntries } from '../src/operations/index.ts';
import { bundleManifest } from './bundle/bundle-manifest.ts';
import { isNeededToRun, productionPackages } from './bundle/production-packages.ts';
import { serverJson } from './bundle/server-json.ts';
import { validateBundleManifest } from './bundle/validate-bundle-manifest.ts';
import { ROOT, show } from './run.ts';
import type { Manifest } from './staged-manifest.ts';

const OUT = join(ROOT, '.pack');
const STAGE = join(OUT, 'stage');

if (!process.argv.includes('--staged') && (await show(process.execPath, [join(ROOT, 'scripts', 'pack.ts')])) !== 0)
  throw new Error('the package could not be made');

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifest = read(join(STAGE, 'package.json')) as Manifest;
const registry = compileCatalogue({ detail: 'concise' });
const tools = surfaceEntries(registry, 'default').map(({ name, title }) => ({ name, description: title }));
const bundle = bundleManifest(manifest, tools);
validateBundleManifest(bundle);

/** The oldest time that a zip can hold: the same content gives the same bundle. */
const MTIME = new Date(1980, 0, 1);
const entries: Zippable = { 'manifest.json': strToU8(`${JSON.stringify(bundle, null, 2)}\n`) };
const add = (folder: string, under: string, exclude: readonly string[] = []): void => {
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true, exclude: [...exclude] })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/');
    if (isNeededToRun(path) || under === '') entries[`${under}${path}`] = new Uint8Array(readFileSync(join(folder, path)));
  }
};
add(STAGE, '', ['node_modules/**']);
for (const path of productionPackages(read(join(ROOT, 'package-lock.json')) as Parameters<typeof productionPackages>[0]))
  add(join(ROOT, path), `${path}/`, ['node_modules/**']);

const fileName = `${manifest.name}-${manifest.version}.mcpb`;
const zipped = zipSync(entries, { level: 9, mtime: MTIME });
writeFileSync(join(OUT, fileName), zipped);
const sha256 = createHash('sha256').update(zipped).digest('hex');
const toolsets: Record<string, number> = {};
for (const { toolset } of registry.entries) toolsets[toolset] = (toolsets[toolset] ?? 0) + 1;
const { mcpName } = read(join(ROOT, 'package.json')) as { readonly mcpName: string };
const server = serverJson({ manifest, mcpName, bundle: { fileName, sha256 }, toolsets });
writeFileSync(join(OUT, 'server.json'), `${JSON.stringify(server, null, 2)}\n`);
console.log(`${join(OUT, fileName)} (${(zipped.length / 1e6).toFixed(1)} MB, ${Object.keys(entries).length} files)`);
console.log(join(OUT, 'server.json'));
