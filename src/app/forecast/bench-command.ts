import { formatTable } from '../../analytics/forecast/competition/index.ts';
import type { CompetitionRow } from '../../analytics/forecast/competition/index.ts';
import type { Actions } from '../../faces/cli/index.ts';
import { competitionTables, readCompetitions } from '../../services/forecast/index.ts';
import { wholeNumber } from '../whole-number.ts';
import { catalogue, monotonicClock } from './catalogue.ts';

const jsonOf = (title: string, rows: readonly CompetitionRow[]) => ({
  table: title,
  rows: rows.map(({ model, n, refused, ours, published, msPerSeries }) => ({
    model,
    n,
    refused,
    smape: ours.smape,
    mase: ours.mase,
    owa: Number.isNaN(ours.owa) ? null : ours.owa,
    ms_per_series: msPerSeries,
    published,
  })),
});

/** Forecasts the series of competitions and prints their tables, our results beside the published ones. */
export const benchForecast: Actions['benchForecast'] = async ({ data, models, every }, say) => {
  const stride = Math.max(1, wholeNumber('--every', every));
  const { parts, skipped } = await readCompetitions(data);
  for (const one of skipped) say(`skipped: ${one}`);
  const named = models?.split(',').map((name) => name.trim());
  const tables = await competitionTables({
    parts,
    ...(named === undefined ? {} : { models: named }),
    stride,
    catalogue,
    clock: monotonicClock,
    say,
  });
  return {
    json: { every: stride, skipped, tables: [...tables].map(([title, rows]) => jsonOf(title, rows)) },
    text: `${[...tables].map(([title, rows]) => formatTable(title, rows)).join('\n\n')}\n`,
  };
};
