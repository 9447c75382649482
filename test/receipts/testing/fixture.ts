import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** An answer of a fixture, with its receipt. */
export type Kept = Readonly<Record<string, unknown>> & { readonly receipt: string };

export const fixtureDirectory = (name: string): string => join(import.meta.dirname, '..', 'fixtures', name);

/** Unpacks a fixture's log into a directory of its own, and reads its answers. The caller deletes the directory. */
export async function unpackFixture(name: string): Promise<{
  readonly directory: string;
  readonly answers: readonly Kept[];
  /** Operations with receipts when it was recorded. */
  readonly operations: readonly string[];
}> {
  const from = fixtureDirectory(name);
  const directory = await mkdtemp(join(tmpdir(), `tallyfoil-${name}-`));
  await mkdir(join(directory, 'raw'));
  for (const file of await readdir(from))
    if (file.endsWith('.tfl.gz'))
      await writeFile(join(directory, 'raw', file.slice(0, -'.gz'.length)), gunzipSync(await readFile(join(from, file))));
  const answers = JSON.parse(gunzipSync(await readFile(join(from, 'answers.json.gz'))).toString('utf8')) as readonly Kept[];
  const operations = JSON.parse(await readFile(join(from, 'operations.json'), 'utf8')) as readonly string[];
  return { directory, answers, operations };
}
