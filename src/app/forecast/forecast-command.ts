import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Priority } from '../../analytics/forecast/index.ts';
import type { Actions } from '../../faces/cli/index.ts';
import { forecastTable, outputUnwritable, readText, reasonOf } from '../../services/forecast/index.ts';
import { wholeNumber } from '../whole-number.ts';
import { catalogue, monotonicClock } from './catalogue.ts';
import { forecastCsv, forecastJson, forecastText } from './render.ts';

/** Written to a temporary file and renamed, so that a full disk leaves the old file intact. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw outputUnwritable({ path, reason: reasonOf(error) }, error);
  }
}

const ORDERS = { 'day-first': 'day first', 'month-first': 'month first', 'year-first': 'year first' } as const;

/** Reads a CSV, forecasts, and renders: `text` for a person, `json` for a program; writes CSV to the file of --out. */
export const forecast: Actions['forecast'] = async (
  { file, column, time, id, horizon, period, model, priority, fill, dates, decimal, missing, out },
  width,
) => {
  const text = await readText(file);
  if (out !== undefined && resolve(out) === resolve(file))
    throw outputUnwritable({ path: out, reason: 'it is the file that is read' });
  const { read, routed } = await forecastTable(
    text,
    {
      ...(column === undefined ? {} : { column }),
      ...(time === undefined ? {} : { time }),
      ...(id === undefined ? {} : { id }),
      ...(dates === undefined ? {} : { dates: ORDERS[dates] }),
      ...(decimal === undefined ? {} : { decimal }),
      ...(missing === undefined ? {} : { missing }),
      fill,
      ...(period === undefined ? {} : { period: wholeNumber('--period', period) }),
      ...(horizon === undefined ? {} : { horizon: wholeNumber('--horizon', horizon) }),
      priority: priority as Priority,
      ...(model === undefined ? {} : { model }),
    },
    { catalogue, clock: monotonicClock },
  );
  if (out !== undefined) await writeWhole(out, forecastCsv(routed, read));
  return { json: forecastJson(routed, read), text: forecastText(routed, read, width) };
};
