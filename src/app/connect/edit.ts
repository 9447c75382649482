import type { Entry } from './entry.ts';

/** The name that the server has in every client. */
export const SERVER = 'tallyfoil';

/** What is to become of a file. */
export interface Change {
  readonly file: string;
  readonly section: string;
  /** What the entry has to say; null takes the entry out. */
  readonly entry: (Entry & { readonly type?: 'stdio' }) | null;
}

type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file's content as it has to be after the change: our entry's own keys set, all else as it was. */
export function wanted(before: Tree, { section, entry }: Change): Tree {
  const servers = isTree(before[section]) ? before[section] : {};
  const { [SERVER]: old, ...others } = servers;
  if (entry === null) return old === undefined ? before : { ...before, [section]: others };
  return { ...before, [section]: { ...servers, [SERVER]: { ...(isTree(old) ? old : {}), ...entry } } };
}
