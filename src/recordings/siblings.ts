import { access } from 'node:fs/promises';

/** The first of `names`, each also tried with `.gz`, that exists; null if none does. */
export async function existing(names: readonly string[]): Promise<string | null> {
  for (const name of names.flatMap((plain) => [plain, `${plain}.gz`])) {
    const found = await access(name).then(
      () => true,
      () => false,
    );
    if (found) return name;
  }
  return null;
}

export const withoutGz = (path: string): string => path.replace(/\.gz$/, '');
