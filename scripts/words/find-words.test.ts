import { expect, test } from 'vitest';
import { compareCounts, roomOf } from './baseline.ts';
import { findWords } from './find-words.ts';

const wordsIn = (text: string, file = 'src/core/some.ts') => findWords(file, text).map(({ word, line }) => `${line} ${word}`);

test.each([
  ['// Computed anew.', ['1 anew']],
  ['/**\n * The state\n * that was told last.\n */', ['3 told']],
  ["const a = 1;\nthrow new Error('Nobody follows it.');", ['2 nobody']],
  ['const text = `${name} tells what ${other} was told`;', ['1 told', '1 tell']],
  ['const tellAll = 1;\ntellAll();', ['1 tell']],
  ['const x = { bold: 1, TOLD_BEFORE: 2 };', ['1 told']],
  ['interface Taking {}', ['1 taking']],
  ['// It is none of that moment, for it was late.', ['1 is none of', '1 for (because)']],
  ['// As many as there are; the condition goes on.', ['1 as many as', '1 goes on']],
  ["const why = 'as the brief has it in FR-007';", ['1 brief', '1 requirement id']],
])('%j has %j', (text, words) => expect(wordsIn(text)).toEqual(words));

test.each([
  '// Two books that look alike can be kept, so that what is lost comes back.',
  '// Desk research, taking turns in a line; FR-007 of the brief.',
  '/* `told` is a field of another system. */',
  "const field = 'told'; const path = './told-answers.ts';",
  "const pattern = /told/; const x = '//told'.length;",
  "const sql = 'SELECT told FROM rules';",
  '// A tool for it, and for the server that is asked.',
])('%j has none', (text) => expect(wordsIn(text)).toEqual([]));

test('a file is named for the thing it is', () => {
  expect(wordsIn('', 'src/runtime/bus/line.ts')).toEqual(['0 line']);
  expect(wordsIn('', 'src/services/alerts/told-answers.test.ts')).toEqual(['0 told']);
  expect(wordsIn('', 'src/analytics/forecast/linear.ts')).toEqual([]);
});

test('only the prose of a page is read, without its code and its links', () => {
  const page = 'Nobody asks.\n\n```\nnobody\n```\n\nSee [the page](nobody.md) and `nobody`.\nIt is made anew.\n';
  expect(wordsIn(page, 'docs/page.md')).toEqual(['1 nobody', '8 anew']);
});

test('a page of the interface is read as well: text between tags, and comments in braces', () => {
  const page = 'export const a = () => (\n  <p>\n    Nobody has asked yet. {/* told later */}\n  </p>\n);\n';
  expect(wordsIn(page, 'dashboard/src/a.tsx').toSorted()).toEqual(['3 nobody', '3 told']);
});

test('each room has its own count, which may only shrink', () => {
  expect(
    ['src/core/a.ts', 'src/services/alerts/a.ts', 'src/services/a.ts', 'docs/a.md', 'README.md', 'test/a.test.ts'].map(roomOf),
  ).toEqual(['src/core', 'src/services/alerts', 'src/services', 'pages', 'pages', 'test']);
  expect(compareCounts({ a: 3, b: 1, c: 1 }, { a: 2, b: 2, d: 4 })).toEqual({ above: ['a', 'c'], lowered: { a: 2, b: 1 } });
});
