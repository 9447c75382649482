import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sanitiseText } from './sanitise-text.ts';

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
