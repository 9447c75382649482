import { US_PER_MS, US_PER_SECOND, type StreamKind } from '../../core/index.ts';
import type { BaseReading } from './reading.ts';

/**
 * That a venue drops messages of a stream, and what follows; null if it sends all. True of a quiet span too, because the
 * one message sent may be a partial fill, which is ignored.
 */
export function throttleCaveat(
  { engine, market }: Pick<BaseReading, 'engine' | 'market'>,
  kind: StreamKind,
  effect: string,
): string | null {
  const { card } = engine.venue(market.venue);
  const { throttledMs } = card.streams.find((stream) => stream.kind === kind) ?? {};
  if (throttledMs === undefined) return null;
  const seconds = (throttledMs * US_PER_MS) / US_PER_SECOND;
  return `${card.name} sends at most one ${kind} in ${seconds} s per symbol and drops the others: ${effect}.`;
}
