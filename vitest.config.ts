import { configDefaults, defineConfig } from 'vitest/config';

const LONG = '**/*.long.test.ts';
const HEAVY = '**/*.heavy.test.ts';

/** `TALLYFOIL_TESTS`: `heavy` adds what takes CI alone, `long` runs the long suite instead; without it the usual one runs. */
const lane = process.env['TALLYFOIL_TESTS'];
const long = lane === 'long';
const others = lane === 'heavy' ? [LONG] : [LONG, HEAVY];

/** Tests that run real processes, sockets and clocks, which a shared machine may stall. */
const REAL = [
  'src/{app,client,faces}/**/*.test.ts',
  'src/runtime/raw-log/kill.test.ts',
  'src/simulator/**/*.test.ts',
  'test/{app,mcp,page}/**/*.test.ts',
  'test/pack.heavy.test.ts',
  'test/setup.test.ts',
];
const ALL = ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'dashboard/src/**/*.test.ts'];

const common = {
  pool: 'threads',
  maxWorkers: 2,
  testTimeout: long ? 1_200_000 : 60_000,
  hookTimeout: 60_000,
} as const;

const pure = { name: 'pure', include: ALL, exclude: [...configDefaults.exclude, ...others, ...REAL], retry: 0 };
/** What is wrong fails twice; what stalled once in CI does not. */
const real = {
  name: 'real',
  include: REAL,
  exclude: [...configDefaults.exclude, ...others],
  retry: process.env['CI'] === 'true' ? 1 : 0,
};
const slow = { name: 'long', include: [LONG], exclude: configDefaults.exclude, retry: 0 };

export default defineConfig({
  test: {
    reporters: ['default'],
    maxWorkers: common.maxWorkers,
    projects: (long ? [slow] : [pure, real]).map((project) => ({ test: { ...common, ...project } })),
  },
});
