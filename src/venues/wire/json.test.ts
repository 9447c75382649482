import { expect, test } from 'vitest';
import { readJson } from './json.ts';

test('JSON within the limits is read', () => expect(readJson('{"a":[1]}')).toEqual({ ok: true, value: { a: [1] } }));

test('text that is not JSON is refused with its beginning', () =>
  expect(readJson(`<!doctype html>${'x'.repeat(500)}`)).toEqual({
    ok: false,
    error: { reason: 'bad_json', detail: `"<!doctype html>${'x'.repeat(64)}` },
  }));

test.each([
  ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 'it is nested deeper than 32 levels'],
  ['a million levels that never close', '['.repeat(1_000_000), 'it is nested deeper than 32 levels'],
  ['over 16 MB', ' '.repeat(16 * 1024 * 1024 + 1), 'it has over 16777216 characters'],
])('%s: refused before it is parsed', (_what, text, detail) =>
  expect(readJson(text)).toEqual({ ok: false, error: { reason: 'json_bounds', detail } }),
);
