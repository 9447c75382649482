/** A figure, or why there is none. */
export type Taken<T> = { readonly value: T } | { readonly missing: string };

/** Runs one step of a benchmark; a failure becomes the reason why its figures are missing. */
export async function taken<T>(what: string, work: () => Promise<T>): Promise<Taken<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missing: what === '' ? reason : `${what}: ${reason}` };
  }
}

/** Runs the next step if the step that it needs has a value. */
export const after = <T, U>(from: Taken<T>, what: string, work: (value: T) => Promise<U>): Promise<Taken<U>> =>
  'missing' in from ? Promise.resolve(from) : taken(what, () => work(from.value));

/** Returns the value; throws the reason if there is none. */
export function needed<T>(from: Taken<T>): T {
  if ('missing' in from) throw new Error(from.missing);
  return from.value;
}

export const valueOf = <T>(from: Taken<T>): T | undefined => ('value' in from ? from.value : undefined);
