import { configDefaults, defineConfig } from 'vitest/config';

const LONG = '**/*.long.test.ts';
const HEAVY = '**/*.heavy.test.ts';

/** `TALLYFOIL_TESTS`: `heavy` adds what only CI runs each time, `long` is one test at full count (`npm run test:long`). */
const lane = process.env['TALLYFOIL_TESTS'];
const others = { heavy: [LONG], long: [] }[lane ?? ''] ?? [LONG, HEAVY];
/** They end what hangs. On a busy machine a test may take many times its processor time. */
const TIMEOUTS_MS: Readonly<Record<string, number>> = { heavy: 900_000, long: 3_600_000 };

/** Tests on real sockets and clocks, which a shared machine may stall. */
const SOCKETS = ['src/{app,client,faces}/**/*.test.ts', 'src/runtime/raw-log/kill.test.ts', 'src/simulator/**/*.test.ts'];
/** Tests that run whole programs. */
const PROGRAMS = ['test/{app,mcp,page}/**/*.test.ts', 'test/pack.heavy.test.ts', 'test/setup.test.ts'];
const ALL = ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'dashboard/src/**/*.test.ts'];

const common = {
  pool: 'threads',
  maxWorkers: 2,
  testTimeout: TIMEOUTS_MS[lane ?? ''] ?? 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

/** One thread loads the product once for all its files, so no module may keep what a test changes. */
const pure = {
  name: 'pure',
  include: ALL,
  exclude: [...configDefaults.exclude, ...others, ...SOCKETS, ...PROGRAMS],
  setupFiles: ['test/testing/cpu.ts', 'test/testing/properties.ts'],
  isolate: false,
  retry: 0,
};
/** What is wrong fails twice; what stalled once in CI does not. */
const real = {
  exclude: [...configDefaults.exclude, ...others],
  setupFiles: ['test/testing/cpu.ts'],
  retry: process.env['CI'] === 'true' && lane !== 'long' ? 1 : 0,
};
const sockets = { ...real, name: 'sockets', include: SOCKETS, isolate: false };
const programs = { ...real, name: 'programs', include: PROGRAMS };

export default defineConfig({
  test: {
    reporters: ['default', './scripts/test-tally.ts'],
    maxWorkers: common.maxWorkers,
    projects: [pure, sockets, programs].map((project) => ({ test: { ...common, ...project } })),
  },
});
