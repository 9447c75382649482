type Counts = Readonly<Record<string, number>>;

/** The room that a file belongs to; a large room is counted by subfolder. */
export function roomOf(file: string): string {
  const parts = file.split('/');
  if (parts.length === 1) return 'pages';
  const deep = /^src\/(services|runtime|faces|analytics)\//.test(file) && parts.length > 3;
  if (parts[0] === 'src' || parts[0] === 'test') return parts.slice(0, deep ? 3 : parts.length > 2 ? 2 : 1).join('/');
  return parts[0] === 'docs' ? 'pages' : (parts[0] ?? '');
}

interface Comparison {
  /** Rooms with more than the baseline allows. */
  readonly above: readonly string[];
  /** The baseline with lower counts taken over; no count rises, no room is added. */
  readonly lowered: Counts;
}

export function compareCounts(counts: Counts, baseline: Counts): Comparison {
  const above = Object.keys(counts).filter((room) => (counts[room] ?? 0) > (baseline[room] ?? 0));
  const lowered = Object.entries(baseline)
    .map(([room, count]) => [room, Math.min(count, counts[room] ?? 0)] as const)
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { above: above.toSorted(), lowered: Object.fromEntries(lowered) };
}
