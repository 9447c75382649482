import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { countModules, cruiseFloors, type Floors } from '../scripts/floors.ts';

/** A source tree that keeps the rules and uses both exceptions: services by type, and test code. */
const SOUND = {
  'src/core/index.ts': 'export interface Time { readonly us: number }\nexport const zero = 0;\n',
  'src/analytics/flow/mid.ts': "import { zero } from '../../core/index.ts';\nexport const mid = zero;\n",
  'src/analytics/flow/mid.test.ts': "import { app } from '../../app/main.ts';\nexport const t = app;\n",
  'src/venues/kraken/index.ts': "import { zero } from '../../core/index.ts';\nexport const kraken = zero;\n",
  'src/venues/okx/index.ts': "import { mid } from '../../analytics/flow/mid.ts';\nexport const okx = mid;\n",
  'src/venues/index.ts': "export { kraken } from './kraken/index.ts';\nexport { okx } from './okx/index.ts';\n",
  'src/runtime/feed.ts': "import { zero } from '../core/index.ts';\nexport const feed = zero;\n",
  'src/services/market/index.ts':
    "import { feed } from '../../runtime/feed.ts';\nexport interface Market { readonly x: typeof feed }\n",
  'src/services/sports/index.ts':
    "import type { Market } from '../market/index.ts';\nexport type Sports = Market;\nexport const sports = 1;\n",
  'src/operations/get.ts':
    "import type { Market } from '../services/market/index.ts';\nexport type Get = Market;\nexport const get = 1;\n",
  'src/client/index.ts':
    "import type { Get } from '../operations/get.ts';\nexport type Client = Get;\nexport const client = 1;\n",
  'src/faces/http/index.ts': "import { client } from '../../client/index.ts';\nexport const http = client;\n",
  'src/recordings/index.ts': "import { feed } from '../runtime/feed.ts';\nexport const recordings = feed;\n",
  'src/simulator/index.ts': "import { zero } from '../core/index.ts';\nexport const exchange = zero;\n",
  'src/app/main.ts':
    "import { http } from '../faces/http/index.ts';\nimport { exchange } from '../simulator/index.ts';\nexport const app = [http, exchange];\n",
  'dashboard/page.ts': 'export const page = 1;\n',
} as const;

/** One file that breaks one rule, and the rule that must name it. */
const BREACHES = [
  ['floor-core', 'src/core/bad.ts', "import { mid } from '../analytics/flow/mid.ts';\nexport const bad = mid;\n"],
  [
    'floor-core',
    'src/core/bad-type.ts',
    "import type { Market } from '../services/market/index.ts';\nexport type Bad = Market;\n",
  ],
  ['floor-analytics', 'src/analytics/bad.ts', "import { feed } from '../runtime/feed.ts';\nexport const bad = feed;\n"],
  ['floor-venues', 'src/venues/okx/bad.ts', "import { feed } from '../../runtime/feed.ts';\nexport const bad = feed;\n"],
  ['floor-runtime', 'src/runtime/bad.ts', "import { okx } from '../venues/okx/index.ts';\nexport const bad = okx;\n"],
  ['floor-recordings', 'src/recordings/bad.ts', "import { okx } from '../venues/okx/index.ts';\nexport const bad = okx;\n"],
  ['floor-services', 'src/services/market/bad.ts', "import { get } from '../../operations/get.ts';\nexport const bad = get;\n"],
  ['floor-operations', 'src/operations/bad.ts', "import { http } from '../faces/http/index.ts';\nexport const bad = http;\n"],
  ['floor-client', 'src/client/bad.ts', "import { http } from '../faces/http/index.ts';\nexport const bad = http;\n"],
  ['floor-faces', 'src/faces/bad.ts', "import { app } from '../app/main.ts';\nexport const bad = app;\n"],
  ['floor-simulator', 'src/simulator/bad.ts', "import { okx } from '../venues/okx/index.ts';\nexport const bad = okx;\n"],
  [
    'simulator-for-app-only',
    'src/services/bad.ts',
    "import { exchange } from '../simulator/index.ts';\nexport const bad = exchange;\n",
  ],
  ['venues-apart', 'src/venues/kraken/bad.ts', "import { okx } from '../okx/index.ts';\nexport const bad = okx;\n"],
  [
    'services-by-type',
    'src/services/market/bad-peer.ts',
    "import { sports } from '../sports/index.ts';\nexport const bad = sports;\n",
  ],
  [
    'services-by-vocabulary',
    'src/operations/bad-engine.ts',
    "import { sports } from '../services/sports/index.ts';\nexport const bad = sports;\n",
  ],
  ['pure-rooms', 'src/venues/okx/bad-file.ts', "import { readFileSync } from 'node:fs';\nexport const bad = readFileSync;\n"],
  ['product-alone', 'src/app/bad.ts', "import { t } from '../analytics/flow/mid.test.ts';\nexport const bad = t;\n"],
  ['dashboard-by-http', 'dashboard/bad.ts', "import { app } from '../src/app/main.ts';\nexport const bad = app;\n"],
  ['resolvable', 'src/app/bad-lost.ts', "import { x } from './nowhere.ts';\nexport const bad = x;\n"],
  ['product-dependencies', 'src/app/bad-library.ts', "import { tool } from 'made-for-tests';\nexport const bad = tool;\n"],
  ['no-circle', 'src/runtime/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n"],
  [
    'no-circle',
    'src/core/left.ts',
    "import type { Right } from './right.ts';\nexport interface Left { readonly other: Right }\n",
  ],
] as const;

/** The far sides of the planted circles, because a circle is reported once, and a library for tests only. */
const BESIDE = {
  'package.json': '{ "type": "module", "devDependencies": { "made-for-tests": "1.0.0" } }\n',
  'node_modules/made-for-tests/package.json': '{ "name": "made-for-tests", "version": "1.0.0", "main": "index.js" }\n',
  'node_modules/made-for-tests/index.js': 'exports.tool = 1;\n',
  'src/runtime/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
  'src/core/right.ts': "import type { Left } from './left.ts';\nexport interface Right { readonly other: Left }\n",
} as const;

interface Config {
  readonly forbidden: readonly { readonly name: string }[];
}

const trees: string[] = [];

function plant(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(join(tmpdir(), 'tallyfoil-floors-'));
  trees.push(tree);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true, force: true })));

test('a tree that keeps the rules is read completely and has no faults', async () => {
  const tree = plant(SOUND);
  const floors = await cruiseFloors(tree);
  expect(floors.violations).toEqual([]);
  expect(floors.files).toBe(Object.keys(SOUND).length);
  expect(countModules(tree)).toBe(Object.keys(SOUND).length);
  expect(floors.imports).toBeGreaterThan(10);
});

describe('every rule reports the breach planted for it', () => {
  let floors: Floors;
  beforeAll(async () => {
    floors = await cruiseFloors(
      plant({ ...SOUND, ...BESIDE, ...Object.fromEntries(BREACHES.map(([, path, text]) => [path, text])) }),
    );
  });

  test.each(BREACHES)('%s: %s', (rule, path) => {
    expect(floors.violations.filter(({ from }) => from === path).map((violation) => violation.rule)).toContain(rule);
  });

  test('and each rule of the config has its breach', () => {
    const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Config;
    expect(new Set<string>(BREACHES.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  test('and no correct file is blamed', () => {
    const planted = new Set<string>(BREACHES.map(([, path]) => path));
    expect(floors.violations.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  test('an import circle is reported with its path', () => {
    const circle = floors.violations.find(({ rule, from }) => rule === 'no-circle' && from === 'src/runtime/one.ts');
    expect(circle?.path).toEqual(['src/runtime/two.ts', 'src/runtime/one.ts']);
  });
});
