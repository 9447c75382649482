import type { Refusal, Topics } from '../generated/api.ts';

export interface Market {
  readonly symbol: string;
  readonly venue: string;
}

export type Problem = Refusal & { readonly topic: string };

export interface StreamEvents {
  message<T extends keyof Topics>(topic: T, message: Topics[T]): void;
  /** Why no message is available for now. */
  problem(problem: Problem): void;
  /** The connection is closed, or silent for longer than the server's maximum silence. */
  lost(): void;
}

const TOPICS: readonly (keyof Topics)[] = ['report', 'flow', 'liquidity', 'anomalies', 'trades', 'heatmap', 'feed_state'];
/** The feed state arrives at least once a second, so a server that is silent for over three seconds counts as gone. */
const SILENCE_MS = 3_500;
const RETRY_MS = 1_500;

/** Follows one market on one connection until the returned function is called; reconnects by itself. */
export function followMarket({ symbol, venue }: Market, on: StreamEvents): () => void {
  const query = new URLSearchParams({ symbol, venue, rate: '4', backlog: '60' });
  const url = `/api/v1/stream/${TOPICS.join(',')}?${query}`;
  let source: EventSource | null = null;
  let silence = 0;
  let retry = 0;
  let over = false;

  const heard = () => {
    clearTimeout(silence);
    silence = window.setTimeout(() => {
      on.lost();
      reopen();
    }, SILENCE_MS);
  };
  const reopen = () => {
    source?.close();
    source = null;
    clearTimeout(silence);
    clearTimeout(retry);
    if (!over) retry = window.setTimeout(open, RETRY_MS);
  };
  const open = () => {
    const opened = new EventSource(url);
    source = opened;
    for (const topic of TOPICS)
      opened.addEventListener(topic, ({ data }: MessageEvent<string>) => {
        heard();
        on.message(topic, JSON.parse(data) as Topics[typeof topic]);
      });
    for (const kind of ['problem', 'refused'])
      opened.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        heard();
        on.problem(JSON.parse(data) as Problem);
      });
    opened.addEventListener('error', () => {
      on.lost();
      reopen();
    });
    heard();
  };
  open();
  return () => {
    over = true;
    reopen();
  };
}
