import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sanitiseText, visibleJson, visibleLines, visibleText, visibleValue } from './sanitise-text.ts';

test.each([
  ['plain text', 'plain text'],
  ['a\u202eb\u2066c', 'abc'],
  ['zero\u200bwidth\u200d\ufeff', 'zerowidth'],
  ['line\nbreak\ttab\u0000nul\u2028', 'line break tabnul'],
  ['tag\u{e0041}s and \u{e0100}selectors\ufe0f', 'tags and selectors'],
  ['  many    spaces ', 'many spaces'],
  ['Zürich €5 😀', 'Zürich €5 😀'],
])('%j becomes %j', (text, clean) => expect(sanitiseText(text)).toBe(clean));

test('is cut by whole characters, with a mark', () => {
  expect(sanitiseText('😀'.repeat(10), { max: 4 })).toBe('😀😀😀…');
  expect(sanitiseText('abcd', { max: 4 })).toBe('abcd');
});

test('whatever comes in: one line, nothing unseen, not too long, and the same when cleaned twice', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const clean = sanitiseText(text, { max: 50 });
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect([...clean].length).toBeLessThanOrEqual(50);
      expect(sanitiseText(clean, { max: 50 })).toBe(clean);
    }),
  ));

const HOSTILE = 'a\u001b[2Jb\u009b31mc\u202ed\u0007e\u2028f';

test('text of any length keeps all that can be seen', () => {
  expect(visibleText(`${'x'.repeat(1_000)}${HOSTILE}\ng`)).toBe(`${'x'.repeat(1_000)}a[2Jb31mcde f g`);
});

test('lines stay lines, and no carriage return writes over one', () => {
  expect(visibleLines(`one\n\ttwo\r${HOSTILE}\n`)).toBe('one\n\ttwoa[2Jb31mcdef\n');
});

test('JSON is escaped, so that its value is the same', () => {
  const value = { [HOSTILE]: [`${HOSTILE}\u{e0041}`, 'Zürich'] };
  const json = visibleJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
});

test('a value is cleaned through and through, names included', () => {
  expect(visibleValue({ a: [{ [`k${HOSTILE}`]: `v\n${HOSTILE}` }], n: null, t: 1 })).toEqual({
    a: [{ 'ka[2Jb31mcde f': 'v a[2Jb31mcde f' }],
    n: null,
    t: 1,
  });
  const clean = { a: [{ b: 'c' }], d: 1 };
  expect(visibleValue(clean)).toBe(clean);
});

test('a name that means something to JavaScript stays a name', () => {
  const cleaned = visibleValue(JSON.parse('{"__proto__":{"x":"\\u202e"}}') as object);
  expect(Object.keys(cleaned)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(cleaned)).toBe(Object.prototype);
});
