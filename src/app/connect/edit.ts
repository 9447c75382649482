import type { Entry } from './entry.ts';

/** The server's name in every client. */
export const SERVER = 'tallyfoil';

/** A change to a file. */
export interface Change {
  readonly file: string;
  readonly section: string;
  /** Content of the entry; null removes the entry. */
  readonly entry: (Entry & { readonly type?: 'stdio' }) | null;
}

type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The required content after the change: our entry's keys are set, everything else is unchanged. */
export function wanted(before: Tree, { section, entry }: Change): Tree {
  const servers = isTree(before[section]) ? before[section] : {};
  const { [SERVER]: old, ...others } = servers;
  if (entry === null) return old === undefined ? before : { ...before, [section]: others };
  return { ...before, [section]: { ...servers, [SERVER]: { ...(isTree(old) ? old : {}), ...entry } } };
}
