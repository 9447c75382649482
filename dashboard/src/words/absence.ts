import { bracketed } from './path.ts';

/** Why a field of an answer is null. */
export interface Absence {
  readonly field: string;
  readonly reason: string;
  readonly ready_at?: string | null | undefined;
}

/** The absence that explains a null field, by its path or a parent's path. Null if there is none. */
export function absenceOf(answer: { readonly absent?: readonly Absence[] }, path: string): Absence | null {
  for (let whole = bracketed(path); whole !== ''; whole = whole.replace(/(?:^|\.)[^.[]*$|\[[^\]]*\]$/, '')) {
    const found = answer.absent?.find(({ field }) => field === whole);
    if (found !== undefined) return found;
  }
  return null;
}
