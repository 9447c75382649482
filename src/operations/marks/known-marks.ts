import type { MarkContent } from './operation-mark.ts';

/** Marks of this build and of earlier builds, by operation and id. */
export interface KnownMarks {
  readonly marks: Readonly<Record<string, Readonly<Record<string, MarkContent>>>>;
  /** Marks of receipts of the form `tf1`, which stood for all formulas: the mark of each operation in that build. */
  readonly firstForm: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reads `marks.json`, which `npm run docs` appends to. It is loaded when a receipt is first judged. */
export const knownMarks = async (): Promise<KnownMarks> =>
  (await import('./marks.json', { with: { type: 'json' } })).default as unknown as KnownMarks;
