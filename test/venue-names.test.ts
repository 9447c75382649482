import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../scripts/run.ts';
import { venues } from '../src/venues/index.ts';

/** Folders whose code serves every venue. */
const ROOMS = ['src/runtime'];

/** Words of a single venue: its name in the id, and the headers of its answers. */
const WORDS = [...venues.values()].flatMap(({ card }) => [card.id.split('-')[0] as string, ...card.keptHeaders]);

const filesOf = (room: string): string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing'))
    .map((file) => join(room, file));

test('no room that serves every venue names one, or a header of one', () => {
  const files = ROOMS.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(60);
  const named = files.flatMap((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      // Comments may name a venue as an example.
      .filter((line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line))
      .join('\n')
      .toLowerCase();
    return WORDS.filter((word) => code.includes(word)).map((word) => `${file} names ${word}`);
  });
  expect(named).toEqual([]);
});
