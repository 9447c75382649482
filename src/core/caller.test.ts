import { expect, test } from 'vitest';
import { callerText, readCaller, type Caller } from './caller.ts';

const CALLER: Caller = { principal: 'stdio 4711', via: 'stdio', client: 'claude 2.1' };

test('a caller goes through a header and comes back', () => {
  for (const client of [null, 'claude 2.1', 'Größe ✓ 💹']) {
    const text = callerText({ ...CALLER, client });
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(readCaller(text)).toEqual({ ...CALLER, client });
  }
});

test('what a client calls itself can be long, empty or hostile', () => {
  expect(readCaller(callerText({ ...CALLER, client: 'x'.repeat(100_000) }))?.client).toBe('x'.repeat(200));
  expect(readCaller(callerText({ ...CALLER, client: '' }))?.client).toBeNull();
  expect(readCaller(callerText({ ...CALLER, client: 'a\r\nx-evil: 1\u001b[2J' }))?.client).toBe('a  x-evil: 1[2J');
});

test.each([
  '',
  'nonsense',
  '[]',
  'null',
  '{}',
  '{"principal":"a","via":"root","client":null}',
  '{"principal":"","via":"http","client":null}',
  '{"principal":7,"via":"http","client":null}',
  '{"principal":"a","via":"http","client":{}}',
  '{"principal":"a","via":"http"}',
  `{"principal":"${'a'.repeat(5_000)}","via":"http","client":null}`,
])('%s is no caller', (text) => {
  expect(readCaller(text)).toBeNull();
});
