import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../scripts/run.ts';
import { venues } from '../src/venues/index.ts';

/** Rows of the first table of the README, by the words of its head. */
function firstTable(): readonly Readonly<Record<string, string>>[] {
  const lines = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n');
  const start = lines.findIndex((line, i) => line.startsWith('|') && /^\|[-|]+\|$/.test(lines[i + 1] ?? ''));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const [head = [], , ...rows] = lines.slice(start, start + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(head.map((word, i) => [word, cells[i] ?? ''])));
}

test('the first table says of each venue whether it is proven, and that none is proven live', () => {
  const live = firstTable().find(({ source }) => source === '`live`');
  const names = [...venues.values()].map(({ card }) => card.name);
  expect(names.filter((name) => !live?.['what it is']?.includes(name))).toEqual([]);
  expect(names.filter((name) => !live?.['proven']?.includes(name))).toEqual([]);
  expect(live?.['proven']).toMatch(/^\*\*Never run against a live exchange/);
});
