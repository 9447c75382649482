import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('a log entry is one line of JSON with its full text and without control characters', () => {
  const hostile = 'a\u001b[2J\u009b31m\u202e\u2028\nb';
  const lines: string[] = [];
  const log = createLog('info', { write: (text) => void lines.push(text) });
  log.warn({ reason: hostile, [hostile]: 1, error: new Error(hostile) }, hostile);
  log.debug({}, 'below the level');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', reason: hostile, [hostile]: 1, msg: hostile });
});

test('an error is logged with its name, its message and the errors that caused it', () => {
  const lines: string[] = [];
  const error = new RangeError('log-odds of NaN', { cause: new TypeError('no time') });
  createLog('info', { write: (text) => void lines.push(text) }).error(
    { operation: 'get_liquidations', error },
    'an operation failed',
  );
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    operation: 'get_liquidations',
    error: {
      name: 'RangeError',
      message: 'log-odds of NaN',
      cause: { name: 'TypeError', message: 'no time' },
      stack: expect.stringContaining('log.test.ts'),
    },
  });
});

test('what was thrown and is no error is logged as it is', () => {
  const lines: string[] = [];
  createLog('info', { write: (text) => void lines.push(text) }).error({ error: 'away' }, 'work failed');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: 'away' });
});
