import type { GetReportAnswer, ListAlertsAnswer } from '../generated/api.ts';
import { bps, fixed, percent, price, share, signed, size } from '../words/format.ts';

export type Rule = ListAlertsAnswer['rules'][number];
export type Condition = Pick<Rule, 'field' | 'aggregate' | 'when' | 'value' | 'rearm'>;

/** Names and scale of the market shown. */
export interface Scale {
  readonly base: string;
  readonly quote: string;
  readonly decimals: number | null;
}

/** A field of the report that people watch. */
export interface Watchable {
  readonly field: string;
  readonly aggregate: Condition['aggregate'];
  readonly label: string;
  readonly unit: (scale: Scale) => string;
  /** Its present value; null if it is not known. */
  readonly now: (report: GetReportAnswer) => number | string | null;
  readonly write: (value: number, scale: Scale) => string;
}

const none = () => '';
const inBps = () => 'bps';
const inBase = ({ base }: Scale) => base;
const inQuote = ({ quote }: Scale) => quote;
const asPrice = (value: number, { decimals }: Scale) => price(value, decimals);
const finerPrice = (value: number, { decimals }: Scale) => price(value, decimals === null ? null : decimals + 1);

/** The largest of some sizes; null where the list is unknown or empty. */
const largest = (sizes: readonly number[] | undefined): number | null =>
  sizes === undefined || sizes.length === 0 ? null : Math.max(...sizes);

export const WATCHABLE: readonly Watchable[] = [
  {
    field: 'last_price',
    aggregate: null,
    label: 'last price',
    unit: inQuote,
    now: (report) => report.last_price,
    write: asPrice,
  },
  {
    field: 'mid_price',
    aggregate: null,
    label: 'mid price',
    unit: inQuote,
    now: (report) => report.mid_price,
    write: finerPrice,
  },
  { field: 'spread_bps', aggregate: null, label: 'spread', unit: inBps, now: (report) => report.spread_bps, write: bps },
  {
    field: 'change_24h_pct',
    aggregate: null,
    label: 'change in 24 h',
    unit: () => '%',
    now: (report) => report.change_24h_pct,
    write: (value) => percent(value).replace(' %', ''),
  },
  {
    field: 'depth.imbalance',
    aggregate: null,
    label: 'imbalance of the top 20',
    unit: none,
    now: (report) => report.depth?.imbalance ?? null,
    write: (value) => signed(value, share),
  },
  {
    field: 'flow.net_flow',
    aggregate: null,
    label: 'net taker volume',
    unit: inBase,
    now: (report) => report.flow.net_flow,
    write: (value) => signed(value),
  },
  {
    field: 'flow.orders_per_sec',
    aggregate: null,
    label: 'events a second',
    unit: none,
    now: (report) => report.flow.orders_per_sec,
    write: (value) => fixed(value, 1),
  },
  {
    field: 'liquidity.walls[].qty',
    aggregate: 'max',
    label: 'largest wall',
    unit: inBase,
    now: (report) => largest(report.liquidity.walls?.map(({ qty }) => qty)),
    write: (value) => size(value),
  },
  {
    field: 'anomalies[].type',
    aggregate: 'count',
    label: 'number of anomalies',
    unit: none,
    now: (report) => report.anomalies?.length ?? null,
    write: (value) => fixed(value, 0),
  },
  {
    field: 'health.score',
    aggregate: null,
    label: 'health score',
    unit: none,
    now: (report) => report.health?.score ?? null,
    write: (value) => fixed(value, 0),
  },
  {
    field: 'ingestion.status',
    aggregate: null,
    label: 'state of the feed',
    unit: none,
    now: (report) => report.ingestion.status,
    write: (value) => price(value, null),
  },
];

export const watchableOf = ({ field, aggregate }: Pick<Condition, 'field' | 'aggregate'>): Watchable | undefined =>
  WATCHABLE.find((one) => one.field === field && one.aggregate === aggregate);

/** A value of a field with its unit, as the rest of the page writes it. */
export function written(condition: Pick<Condition, 'field' | 'aggregate'>, value: number | string | null, scale: Scale): string {
  if (value === null) return 'not known';
  if (typeof value === 'string') return value;
  const known = watchableOf(condition);
  if (known === undefined) return price(value, null);
  return [known.write(value, scale), known.unit(scale)].filter(Boolean).join(' ');
}

/** A threshold as it was set, with the field's unit. */
export function thresholdText(
  condition: Pick<Condition, 'field' | 'aggregate'>,
  value: number | string | null,
  scale: Scale,
): string {
  if (typeof value !== 'number') return value ?? '';
  return [price(value, null), watchableOf(condition)?.unit(scale) ?? ''].filter(Boolean).join(' ');
}
