/** Deeper than any input of ours, far shallower than what exhausts the stack of a recursive reader. */
const MAX_DEPTH = 64;

/** Whether parsed JSON is nested beyond 64 levels. Looks without recursion, and stops at the first level too deep. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : []));
  }
  return false;
}
