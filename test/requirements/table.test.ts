import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/run.ts';

interface Row {
  readonly id: string;
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
}

const rows: readonly Row[] = readFileSync(join(ROOT, 'docs', 'requirements.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (FR|SC)-\d/.test(line))
  .map((line) => {
    const [id = '', , proof = ''] = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
    return { id, proofs: [...proof.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file = '', title = '']) => ({ file, title })) };
  });

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`);

test('each requirement and success criterion has one row, in order', () => {
  expect(rows.map(({ id }) => id)).toEqual([...numbered('FR', 35), ...numbered('SC', 12)]);
});

test.each(rows)('$id names tests that exist', ({ proofs }) => {
  expect(proofs.length).toBeGreaterThan(0);
  for (const { file, title } of proofs) {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll('\\`', '`');
    expect(text.includes(title), `${file}: ${title}`).toBe(true);
  }
});
