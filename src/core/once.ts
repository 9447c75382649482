/** Makes a value when it is first asked for and keeps it. After a throw the next call makes it again. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
