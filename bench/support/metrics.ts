/** A server's own figures from `/metrics`. */
export interface ServerFigures {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** Messages of all streams since the start. */
  readonly messages: number;
  /** The same by stream. */
  readonly byStream: Readonly<Record<string, number>>;
  /** Longest delay of the event loop since the last reading, milliseconds; includes the 10 ms between two measurements. */
  readonly longestDelayMs: number;
  /** Number of streams with a sync state that are not synced. */
  readonly unsynced: number;
}

const MB = 1e6;

/** Reads a server's own figures. Throws when it doesn't answer. */
export async function readFigures(url: string, withinMs = 10_000): Promise<ServerFigures> {
  const text = await (await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(withinMs) })).text();
  const all = (name: string): number[] =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  const one = (name: string): number => all(name)[0] ?? Number.NaN;
  return {
    cpuSeconds: one('process_cpu_seconds_total'),
    rssMb: one('process_resident_memory_bytes') / MB,
    heapMb: one('nodejs_heap_size_used_bytes') / MB,
    messages: all('tallyfoil_stream_messages_total').reduce((sum, value) => sum + value, 0),
    byStream: byStream(text),
    longestDelayMs: one('nodejs_eventloop_lag_max_seconds') * 1_000,
    unsynced: all('tallyfoil_stream_synced').filter((value) => value === 0).length,
  };
}

function byStream(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, labels = '', value] of text.matchAll(/^tallyfoil_stream_messages_total\{([^}]*)\} (\S+)$/gm)) {
    const kind = /\bstream="([^"]*)"/.exec(labels)?.[1] ?? 'unknown';
    counts[kind] = (counts[kind] ?? 0) + Number(value);
  }
  return counts;
}

/** Waits until every stream of a server is synced; at the limit, throws with the number that is not. */
export async function untilSynced(url: string, withinMs = 30_000): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const { unsynced, messages } = await readFigures(url);
    if (unsynced === 0 && messages > 0) return;
    if (Date.now() > until) throw new Error(`${unsynced} streams are not synced after ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
