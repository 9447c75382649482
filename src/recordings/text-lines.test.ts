import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/testing/scale.ts';
import { Notes } from './notes.ts';
import { readLines, readText } from './text-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-lines-'));
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

async function linesOf(path: string, notes = new Notes()): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(path, notes)) lines.push(line);
  return lines;
}

test('lines of any length come whole, whatever the chunks of the file', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat({ max: 200_000 }).map((n) => 'ü'.repeat(n))), { minLength: 1, maxLength: 6 }), // prettier-ignore
      async (given) => {
        const lines = given.map((line) => line.replace(/[\n\r]/g, ' ').toWellFormed());
        const read = await linesOf(file('lines', lines.join('\n')));
        expect(read).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
      },
    ),
    { numRuns: runs(15) },
  ));

test('a mark of byte order before the text is left out, in plain and gzip files', async () => {
  // rpamis/comet#348: Windows PowerShell writes one.
  const marked = '\uFEFF{"lastUpdateId":1}\n\uFEFFb\n';
  for (const path of [file('marked.json', marked), file('marked.json.gz', gzipSync(marked))]) {
    const notes = new Notes();
    expect(await linesOf(path, notes)).toEqual(['{"lastUpdateId":1}', '\uFEFFb']);
    expect((await readText(path, notes)).startsWith('{')).toBe(true);
    expect(notes.list()).toEqual([]);
  }
});

test('a line of over 64 MB is left out and counted, and the others are read', async () => {
  const long = gzipSync(Buffer.concat([Buffer.from('a\n'), Buffer.alloc(70 << 20, 'x'), Buffer.from('\nb\n')]));
  const notes = new Notes();
  expect(await linesOf(file('long.gz', long), notes)).toEqual(['a', 'b']);
  expect(notes.list().join()).toContain('lines too long to be read');
});

test('one JSON value that unpacks to over 256 MB is refused', async () => {
  const path = file('bomb.gz', gzipSync(Buffer.alloc(257 << 20)));
  await expect(readText(path, new Notes())).rejects.toMatchObject({ code: 'TF_RECORDING_UNREADABLE' });
});
