import type { State } from '../data/store.ts';

/** State changes for a screen reader. Prices are not included, because they change all the time. */
export function standing({ link, report, market, failure }: Pick<State, 'link' | 'report' | 'market' | 'failure'>): string {
  if (link === 'lost') return 'The server is gone. Figures are no longer fresh.';
  if (report === null) return market === null ? (failure ?? '') : `Connecting to ${market.symbol}.`;
  const { symbol, inputs, ingestion, source, anomalies } = report.message;
  const trouble = inputs.filter(({ state }) => state !== 'synced').map(({ stream, state }) => `${stream} is ${state}`);
  const parts = [
    `${symbol}, ${source} data.`,
    ingestion.status === 'down' ? 'No data arrive.' : trouble.length > 0 ? `${trouble.join(', ')}.` : 'All streams are synced.',
    ...(anomalies === null || anomalies.length === 0
      ? []
      : [`Suspected: ${anomalies.map(({ type }) => type.replaceAll('_', ' ')).join(', ')}.`]),
  ];
  return parts.join(' ');
}
