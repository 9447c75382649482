import { configDefaults, defineConfig } from 'vitest/config';

const LONG = '**/*.long.test.ts';

/** `TALLYFOIL_TESTS=long` runs the long suite instead of the usual one; `npm run test:long` runs both. */
const long = process.env['TALLYFOIL_TESTS'] === 'long';

export default defineConfig({
  test: {
    include: long ? [LONG] : ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: long ? configDefaults.exclude : [...configDefaults.exclude, LONG],
    pool: 'threads',
    maxWorkers: 2,
    // Some tests run real processes on real clocks; a shared machine may stall one. What is wrong fails twice.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    testTimeout: long ? 1_200_000 : 60_000,
    reporters: ['default'],
  },
});
