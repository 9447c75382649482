import type { Refusal, Topics } from '../generated/api.ts';
import { whyRefused } from './api.ts';

export interface Market {
  readonly symbol: string;
  readonly venue: string;
}

export type Problem = Refusal & { readonly topic: string };

export interface StreamEvents {
  /** The first message of a new connection follows; the server may have restarted since the previous one. */
  connected(): void;
  message<T extends keyof Topics>(topic: T, message: Topics[T]): void;
  /** Why no message is available for now. */
  problem(problem: Problem): void;
  /** The server does not serve this market for now; it is asked again at an interval. */
  refused(refusal: Refusal): void;
  /** The connection is closed, or silent for longer than the server's maximum silence. */
  lost(): void;
}

const TOPICS: readonly (keyof Topics)[] = ['report', 'flow', 'liquidity', 'anomalies', 'trades', 'heatmap', 'feed_state'];
/** The feed state arrives at least once a second, so a server that is silent for over three seconds counts as gone. */
const SILENCE_MS = 3_500;
const RETRY_MS = 1_500;
const UNFOLLOWED = 'symbol_not_indexed';

/** Whether the server says that unfollow_market ended the market, so that follow_market brings it back. */
export const wasUnfollowed = (refusal: Refusal & { readonly unfollowed?: readonly string[] }): boolean =>
  (refusal.unfollowed?.length ?? 0) > 0;
export const isUnfollowed = ({ error }: Refusal): boolean => error === UNFOLLOWED;

/** Follows one market on one connection until the returned function is called; reconnects by itself. */
export function followMarket({ symbol, venue }: Market, on: StreamEvents): () => void {
  const query = new URLSearchParams({ symbol, venue, rate: '4', backlog: '60' });
  const url = `/api/v1/stream/${TOPICS.join(',')}?${query}`;
  let source: EventSource | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      on.lost();
      reopen();
    }, SILENCE_MS);
  };
  const close = () => {
    source?.close();
    source = null;
    clearTimeout(silence);
    clearTimeout(retry);
  };
  const reopen = () => {
    close();
    if (!over) retry = setTimeout(open, RETRY_MS);
  };
  const failed = async () => {
    close();
    const refusal = await whyRefused(url, SILENCE_MS);
    if (over) return;
    if (refusal === null) on.lost();
    else on.refused(refusal);
    reopen();
  };
  const open = () => {
    const opened = new EventSource(url);
    source = opened;
    let isFirst = true;
    const heardFirst = () => {
      heard();
      if (isFirst) on.connected();
      isFirst = false;
    };
    for (const topic of TOPICS)
      opened.addEventListener(topic, ({ data }: MessageEvent<string>) => {
        heardFirst();
        on.message(topic, JSON.parse(data) as Topics[typeof topic]);
      });
    for (const kind of ['problem', 'refused'])
      opened.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const problem = JSON.parse(data) as Problem;
        if (!isUnfollowed(problem)) {
          heardFirst();
          return on.problem(problem);
        }
        // Topics that are about no single market continue, so an open connection doesn't show that this market has ended.
        on.refused(problem);
        reopen();
      });
    opened.addEventListener('error', () => void failed());
    heard();
  };
  open();
  return () => {
    over = true;
    close();
  };
}
