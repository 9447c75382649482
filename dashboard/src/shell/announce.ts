import type { State } from '../data/store.ts';

/** State changes for a screen reader to speak; not prices, because they change all the time. */
export function standing({ link, report, market, failure }: Pick<State, 'link' | 'report' | 'market' | 'failure'>): string {
  if (link === 'lost') return 'The server is gone. Figures are no longer fresh.';
  if (report === null) return market === null ? (failure ?? '') : `Connecting to ${market.symbol}.`;
  const { symbol, inputs, ingestion, source, anomalies } = report.message;
  const trouble = inputs.filter(({ state }) => state !== 'synced').map(({ stream, state }) => `${stream} is ${state}`);
  const parts = [
    `${symbol}, ${source} data.`,
    ingestion.status === 'down'
      ? 'Nothing comes in.'
      : trouble.length > 0
        ? `${trouble.join(', ')}.`
        : 'All streams are in order.',
    ...(anomalies === null || anomalies.length === 0
      ? []
      : [`Suspected: ${anomalies.map(({ type }) => type.replaceAll('_', ' ')).join(', ')}.`]),
  ];
  return parts.join(' ');
}
