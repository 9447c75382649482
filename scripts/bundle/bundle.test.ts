import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT } from '../run.ts';
import { stagedManifest, type Manifest } from '../staged-manifest.ts';
import { bundleManifest } from './bundle-manifest.ts';
import { isNeededToRun, productionPackages } from './production-packages.ts';
import { serverJson } from './server-json.ts';
import { validateBundleManifest } from './validate-bundle-manifest.ts';

const checkout = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest & { readonly mcpName: string };
const manifest = stagedManifest(checkout);
const bundle = bundleManifest(manifest, [{ name: 'get_report', description: 'Market report' }]);

describe('manifest.json', () => {
  test('is valid by the schema of the format', () => expect(() => validateBundleManifest(bundle)).not.toThrow());

  test.each([
    ['no name', { ...bundle, name: undefined }],
    ['an unknown field', { ...bundle, surprise: 1 }],
    ['another server type', { ...bundle, server: { ...bundle.server, type: 'php' } }],
  ])('with %s it is refused', (_what, wrong) => {
    expect(() => validateBundleManifest(JSON.parse(JSON.stringify(wrong)))).toThrow('manifest.json');
  });

  test('each setting that it fills in is one that it asks for', () => {
    const used = JSON.stringify(bundle.server).matchAll(/\$\{user_config\.(\w+)\}/g);
    expect([...used].map(([, name = '']) => name).toSorted()).toEqual(Object.keys(bundle.user_config).toSorted());
  });
});

describe('server.json', () => {
  const parts = { manifest, mcpName: checkout.mcpName, bundle: { fileName: 'a.mcpb', sha256: 'a'.repeat(64) }, toolsets: {} };

  test('names the package, the bundle and its checksum', () => {
    const server = serverJson(parts);
    expect(server).toMatchObject({ name: checkout.mcpName, version: checkout.version });
    expect(server.packages.map(({ registryType }) => registryType)).toEqual(['npm', 'mcpb']);
  });

  test.each([
    ['a long description', { manifest: { ...manifest, description: 'x'.repeat(101) } }],
    ['a name without an owner', { mcpName: 'tallyfoil' }],
    ['no checksum', { bundle: { fileName: 'a.mcpb', sha256: '' } }],
    ['a range for a version', { manifest: { ...manifest, version: '^1.0.0' } }],
  ])('with %s it is refused, and no file is written', (_what, wrong) => {
    expect(() => serverJson({ ...parts, ...wrong })).toThrow();
  });
});

test('development and optional packages stay out of the bundle', () => {
  const packages = { '': {}, 'node_modules/a': {}, 'node_modules/b': { dev: true }, 'node_modules/c': { optional: true } };
  expect(productionPackages({ packages })).toEqual(['node_modules/a']);
});

test.each([
  ['dist/index.js', true],
  ['LICENSE.md', true],
  ['dist/index.d.ts', false],
  ['dist/index.js.map', false],
  ['test/a.js', false],
  ['lib/latest.js', true],
])('%s is needed: %s', (path, needed) => expect(isNeededToRun(path)).toBe(needed));

test('a package requires the Node that runs it, a checkout the Node that installs it', () => {
  expect(checkout.engines['node']).toBe('>=20');
  expect(manifest.engines['node']).toBe('>=22.18');
  expect(bundleManifest(manifest, []).compatibility.runtimes.node).toBe('>=22.18');
});
