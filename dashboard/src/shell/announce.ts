import type { State } from '../data/store.ts';

type Standing = Pick<State, 'link' | 'report' | 'market'> & {
  /** Why the market has no current data. */
  readonly trouble: string | null;
};

/** State changes for a screen reader. Prices are not included, because they change all the time. */
export function standing({ link, report, market, trouble }: Standing): string {
  if (link === 'lost') return 'The server is gone. Figures are no longer fresh.';
  if (trouble !== null) return trouble;
  if (report === null) return market === null ? '' : `Connecting to ${market.symbol}.`;
  const { symbol, inputs, ingestion, source, anomalies } = report.message;
  const unsynced = inputs.filter(({ state }) => state !== 'synced').map(({ stream, state }) => `${stream} is ${state}`);
  const parts = [
    `${symbol}, ${source} data.`,
    ingestion.status === 'down' ? 'No data arrive.' : unsynced.length > 0 ? `${unsynced.join(', ')}.` : 'All streams are synced.',
    ...(anomalies === null || anomalies.length === 0
      ? []
      : [`Suspected: ${anomalies.map(({ type }) => type.replaceAll('_', ' ')).join(', ')}.`]),
  ];
  return parts.join(' ');
}
