import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createContext } from './context.ts';

const dataDir = tmpdir();

test.each([
  [{ port: 'abc' }, '--port'],
  [{ port: '70000' }, '--port'],
  [{ roles: 'ingest,cook' }, '--roles'],
])('the error for the invalid option %j names the option, not a variable', (options, option) => {
  expect(() => createContext({ dataDir, ...options })).toThrow(
    expect.objectContaining({
      code: 'TF_CLI_OPTION_INVALID',
      message: expect.stringContaining(`${option} is "${Object.values(options)[0]}"`) as string,
    }),
  );
});

test('a valid option overrides the environment', () => {
  expect(createContext({ dataDir, port: '0', symbols: 'SOLUSDT' }).config).toMatchObject({
    TALLYFOIL_DATA_DIR: dataDir,
    TALLYFOIL_PORT: 0,
    SYMBOLS: ['SOLUSDT'],
  });
});
