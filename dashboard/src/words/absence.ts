/** Why a field of an answer is null. */
export interface Absence {
  readonly field: string;
  readonly reason: string;
  readonly ready_at?: string | null | undefined;
}

/** The fields that an absence names: `health.components.spread, depth` is two, the second beside the first. */
export function fieldsOf({ field }: Pick<Absence, 'field'>): string[] {
  const parts = field.split(',').map((part) => part.trim());
  const [first = ''] = parts;
  const folder = first.includes('.') ? first.slice(0, first.lastIndexOf('.') + 1) : '';
  return parts.flatMap((part, i) => (i === 0 || folder === '' || part.includes('.') ? [part] : [part, folder + part]));
}

/** Why a field of an answer is null: the absence that names it, or one of what it is part of. Null when none does. */
export function absenceOf(answer: { readonly absent?: readonly Absence[] }, path: string): Absence | null {
  for (let whole = path; ; whole = whole.slice(0, whole.lastIndexOf('.'))) {
    const found = answer.absent?.find((one) => fieldsOf(one).includes(whole));
    if (found !== undefined) return found;
    if (!whole.includes('.')) return null;
  }
}
