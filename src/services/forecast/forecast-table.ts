import { routeForecast } from '../../analytics/forecast/index.ts';
import type { Priority, Routed, RouteTools } from '../../analytics/forecast/index.ts';
import { readTable } from './tables/read-table.ts';
import type { TextRead } from './tables/read-text.ts';
import { seriesOf, type SeriesRead, type SeriesWish } from './tables/table-series.ts';

const LEVELS = [80, 95];
/** Default horizon: one season, within these limits. */
const HORIZON = { least: 6, most: 48 };

export interface TableRequest extends SeriesWish {
  /** Steps ahead; default: one season, within the limits of `HORIZON`. */
  readonly horizon?: number;
  readonly priority: Priority;
  /** A model's name, or `auto`. */
  readonly model?: string;
}

export interface TableForecast {
  readonly read: SeriesRead;
  readonly routed: Routed;
}

/** Forecasts a column of a CSV, by the model that the priority allows. Throws coded errors of the table, series and route. */
export async function forecastTable(
  { text, remarks }: TextRead,
  { horizon, priority, model, ...wish }: TableRequest,
  tools: RouteTools,
): Promise<TableForecast> {
  const table = readTable(text);
  const read = seriesOf({ ...table, remarks: [...remarks, ...table.remarks] }, wish);
  const season = Math.max(HORIZON.least, Math.min(HORIZON.most, read.input.period));
  const request = { horizon: horizon ?? season, levels: LEVELS, priority, ...(model === undefined ? {} : { model }) };
  return { read, routed: await routeForecast(read.input, request, tools) };
}
