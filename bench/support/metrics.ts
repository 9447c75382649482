/** A server's own figures from `/metrics`. */
export interface ServerFigures {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** Messages of all streams since the start. */
  readonly messages: number;
  /** Longest delay of the event loop since the last look, milliseconds; includes the 10 ms between two measurements. */
  readonly longestDelayMs: number;
  /** Number of streams that are not synced, of those with a sync state. */
  readonly unsynced: number;
}

const MB = 1e6;

/** Reads a server's own figures. Throws when it doesn't answer. */
export async function readFigures(url: string): Promise<ServerFigures> {
  const text = await (await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(10_000) })).text();
  const all = (name: string): number[] =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  const one = (name: string): number => all(name)[0] ?? Number.NaN;
  return {
    cpuSeconds: one('process_cpu_seconds_total'),
    rssMb: one('process_resident_memory_bytes') / MB,
    heapMb: one('nodejs_heap_size_used_bytes') / MB,
    messages: all('tallyfoil_stream_messages_total').reduce((sum, value) => sum + value, 0),
    longestDelayMs: one('nodejs_eventloop_lag_max_seconds') * 1_000,
    unsynced: all('tallyfoil_stream_synced').filter((value) => value === 0).length,
  };
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
