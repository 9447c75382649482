/** The names nearest to one that was mistyped: few edits, or one inside the other; at most three, nearest first. */
export function nearNames(name: string, known: Iterable<string>): string[] {
  const wanted = name.slice(0, 64).toLowerCase();
  if (wanted.length === 0) return [];
  const scored = [...known].map((other) => {
    const lower = other.toLowerCase();
    const contains = wanted.length >= 4 && (lower.includes(wanted) || wanted.includes(lower));
    return { other, score: contains ? 1 : edits(wanted, lower) };
  });
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score || a.other.localeCompare(b.other))
    .slice(0, 3)
    .map(({ other }) => other);
}

/** Levenshtein distance: single letters put in, taken out or changed. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** "Did you mean A or B? ", for the start of an advice; empty when nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearNames(name, known);
  return near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
}
