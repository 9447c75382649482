import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A change of a source file: replaces `from`, which must occur exactly once, with `to`. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A file of the source copied under another name, with its edits. */
export interface NewFile {
  readonly file: string;
  readonly like: string;
  readonly edits: readonly Omit<Edit, 'file'>[];
}

/** Another build: the differences of its source. */
export interface Patch {
  readonly files?: readonly NewFile[];
  readonly edits: readonly Edit[];
}

function edited(text: string, { file, from, to }: Edit): string {
  const [before, after, ...more] = text.split(from);
  if (after === undefined || more.length > 0) throw new Error(`${file} does not have this once: ${from}`);
  return `${before}${to}${after}`;
}

/** Copies the source, changes the copy, and passes its program to `work`; then deletes the copy. Throws if an edit does not fit. */
export async function withPatchedCopy<T>({ files = [], edits }: Patch, work: (program: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tallyfoil-patched-'));
  const write = async (file: string, like: string, changes: readonly Edit[]) => {
    const text = await readFile(join(folder, like), 'utf8');
    await writeFile(join(folder, file), changes.reduce(edited, text));
  };
  try {
    await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const { file, like, edits: own } of files)
      await write(
        file,
        like,
        own.map((edit) => ({ file, ...edit })),
      );
    for (const [file, own] of Map.groupBy(edits, (edit) => edit.file)) await write(file, file, own);
    return await work(join(folder, 'src', 'app', 'main.ts'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
