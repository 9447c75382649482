import { computed, type ReadonlySignal } from '@preact/signals';
import type { GetDataHealthAnswer, GetReportAnswer } from '../generated/api.ts';
import { feedStopped, serverGone } from '../words/stopped.ts';
import { shown, trouble } from './store.ts';

type FeedStreams = Pick<GetDataHealthAnswer, 'streams'>;

/** Why the feed of a market delivers nothing; null while at least one of its streams is synced. */
export function whyFeedStopped(
  report: Pick<GetReportAnswer, 'venue' | 'symbol' | 'inputs'>,
  feeds: FeedStreams | null,
): string | null {
  const { venue, symbol, inputs } = report;
  if (inputs.length === 0 || inputs.some(({ state }) => state === 'synced')) return null;
  const own = feeds?.streams.filter((stream) => stream.venue === venue && stream.symbol === symbol) ?? [];
  const states = inputs.map(({ state }) => state);
  const state = states.find((one) => one === 'down') ?? states[0] ?? 'down';
  return feedStopped({ venue, state, reason: own.find((stream) => stream.state === state)?.reason ?? null });
}

/** The one reason why no figure is current: the server is gone, or the feed delivers nothing. Null while data arrive. */
export const stopped: ReadonlySignal<string | null> = computed(() => {
  const report = shown.report.value;
  if (shown.link.value === 'lost') return serverGone(shown.heard.value);
  return report === null ? null : whyFeedStopped(report.message, shown.feeds.value?.message ?? null);
});

/** How current the figures are. Use the past tense for figures that are not fresh. */
export const freshness: ReadonlySignal<'fresh' | 'stale' | 'lost'> = computed(() => {
  if (shown.link.value === 'lost') return 'lost';
  const isDown = shown.report.value?.message.ingestion.status === 'down';
  return trouble.value !== null || stopped.value !== null || isDown ? 'stale' : 'fresh';
});
