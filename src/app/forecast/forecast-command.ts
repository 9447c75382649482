import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { routeForecast } from '../../analytics/forecast/index.ts';
import type { Priority } from '../../analytics/forecast/index.ts';
import type { Actions } from '../../faces/cli/index.ts';
import { wholeNumber } from '../whole-number.ts';
import { catalogue, monotonicClock } from './catalogue.ts';
import { outputUnwritable } from './errors.ts';
import { readTable } from './read-table.ts';
import { readText, reasonOf } from './read-text.ts';
import { forecastCsv, forecastJson, forecastText } from './render.ts';
import { seriesOf } from './table-series.ts';

const LEVELS = [80, 95];
/** Without a horizon: one season, between these. */
const HORIZON = { least: 6, most: 48 };

/** Written beside and put in place at once, so that a full disk leaves what was there. */
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

/** Reads a CSV, routes, and renders: `text` for a person, `json` for a program; writes CSV where told. */
export const forecast: Actions['forecast'] = async (
  { file, column, time, horizon, period, model, priority, fill, out },
  width,
) => {
  const { text, remarks } = await readText(file);
  if (out !== undefined && resolve(out) === resolve(file))
    throw outputUnwritable({ path: out, reason: 'it is the file that is read' });
  const table = readTable(text);
  const read = seriesOf(
    { ...table, remarks: [...remarks, ...table.remarks] },
    {
      ...(column === undefined ? {} : { column }),
      ...(time === undefined ? {} : { time }),
      fill,
      ...(period === undefined ? {} : { period: wholeNumber('--period', period) }),
    },
  );
  const season = Math.max(HORIZON.least, Math.min(HORIZON.most, read.input.period));
  const routed = await routeForecast(
    read.input,
    {
      horizon: horizon === undefined ? season : wholeNumber('--horizon', horizon),
      levels: LEVELS,
      priority: priority as Priority,
      ...(model === undefined ? {} : { model }),
    },
    { catalogue, clock: monotonicClock },
  );
  if (out !== undefined) await writeWhole(out, forecastCsv(routed, read));
  return { json: forecastJson(routed, read), text: forecastText(routed, read, width) };
};
