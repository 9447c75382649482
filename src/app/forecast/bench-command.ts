import {
  combineTables,
  competitionTable,
  formatTable,
  M3_ALL,
  M3_MONTHLY,
  M3_OTHER,
  M3_QUARTERLY,
  M3_YEARLY,
  M4_HOURLY,
  M4_WEEKLY,
  TOURISM_MONTHLY,
  TOURISM_QUARTERLY,
  TOURISM_YEARLY,
} from '../../analytics/forecast/competition/index.ts';
import type { CompetitionRow, PublishedEntry } from '../../analytics/forecast/competition/index.ts';
import type { Actions } from '../../faces/cli/index.ts';
import { wholeNumber } from '../whole-number.ts';
import { catalogue, monotonicClock } from './catalogue.ts';
import { readCompetitions } from './competition-files.ts';

const YARDSTICK = 'Naive2';
const TABLES: Readonly<Record<string, readonly PublishedEntry[]>> = {
  'M3 yearly': M3_YEARLY,
  'M3 quarterly': M3_QUARTERLY,
  'M3 monthly': M3_MONTHLY,
  'M3 other': M3_OTHER,
  'M3 all': M3_ALL,
  'M4 hourly': M4_HOURLY,
  'M4 weekly': M4_WEEKLY,
  'Tourism yearly': TOURISM_YEARLY,
  'Tourism quarterly': TOURISM_QUARTERLY,
  'Tourism monthly': TOURISM_MONTHLY,
};
/** A part that was never published, or not with its means. */
const UNPUBLISHED: readonly PublishedEntry[] = [
  'Naive2',
  'SES',
  'Theta',
  'FourTheta',
  'AutoETS',
  'AutoARIMA',
  'EnsembleMean',
  'Ensemble',
].map((model) => ({
  model,
  published: null,
}));

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

/** Forecasts the series of competitions and prints their tables, ours beside the published. */
export const benchForecast: Actions['benchForecast'] = async ({ data, models, every }, say) => {
  const stride = Math.max(1, wholeNumber('--every', every));
  const { parts, skipped } = await readCompetitions(data);
  for (const one of skipped) say(`passed over: ${one}`);
  const asked = models?.split(',').map((name) => catalogue.createModel(name.trim()).name);
  const entriesOf = (title: string) => {
    const listed = TABLES[title] ?? UNPUBLISHED;
    return asked === undefined
      ? listed
      : asked.map((model) => listed.find((entry) => entry.model === model) ?? { model, published: null });
  };
  const tables = new Map<string, readonly CompetitionRow[]>();
  for (const { competition, part, series } of parts) {
    const title = `${competition} ${part}`;
    const sample = series.filter((_, i) => i % stride === 0);
    say(`${title}: ${sample.length} of ${series.length} series …`);
    const entries = entriesOf(title).map(({ model, published }) => ({
      model: catalogue.createModel(model),
      // A published mean is of all series; beside a sample it would mislead.
      published: stride === 1 ? published : null,
    }));
    tables.set(
      title,
      await competitionTable(sample, entries, { yardstick: catalogue.createModel(YARDSTICK), clock: monotonicClock }),
    );
  }
  for (const competition of new Set(parts.map((part) => part.competition))) {
    const own = [...tables].filter(([title]) => title.startsWith(`${competition} `)).map(([, rows]) => rows);
    const whole = `${competition} all`;
    if (own.length < 2) continue;
    const publishedOf = (model: string) =>
      stride === 1 ? (TABLES[whole]?.find((entry) => entry.model === model)?.published ?? null) : null;
    tables.set(whole, combineTables(own, { yardstick: YARDSTICK, publishedOf }));
  }
  return {
    json: { every: stride, skipped, tables: [...tables].map(([title, rows]) => jsonOf(title, rows)) },
    text: `${[...tables].map(([title, rows]) => formatTable(title, rows)).join('\n\n')}\n`,
  };
};
