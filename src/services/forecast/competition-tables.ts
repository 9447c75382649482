import {
  combineTables,
  competitionTable,
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
import type { Catalogue } from '../../analytics/forecast/index.ts';
import type { CompetitionPart } from './competition-files.ts';

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
/** Models for a part without published means. */
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

/** Rows by the title of their table: one part of a competition, or all its parts. */
export type CompetitionTables = ReadonlyMap<string, readonly CompetitionRow[]>;

interface Competing {
  readonly parts: readonly CompetitionPart[];
  /** Models by name; default: the published models. */
  readonly models?: readonly string[];
  /** Forecasts every `stride`-th series; at least 1. */
  readonly stride: number;
  readonly catalogue: Catalogue;
  /** Current time in milliseconds, from any origin. */
  readonly clock: () => number;
  /** Called with a line of text before each part is forecast. */
  readonly say: (line: string) => void;
}

/**
 * Forecasts the series of competitions. Returns tables with our errors next to the published ones. Throws
 * TF_FORECAST_MODEL_UNKNOWN.
 */
export async function competitionTables({ parts, models, stride, catalogue, clock, say }: Competing): Promise<CompetitionTables> {
  const asked = models?.map((name) => catalogue.createModel(name).name);
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
      // A published mean covers all series, so next to a sample it would mislead.
      published: stride === 1 ? published : null,
    }));
    tables.set(title, await competitionTable(sample, entries, { yardstick: catalogue.createModel(YARDSTICK), clock }));
  }
  for (const competition of new Set(parts.map((part) => part.competition))) {
    const own = [...tables].filter(([title]) => title.startsWith(`${competition} `)).map(([, rows]) => rows);
    const whole = `${competition} all`;
    if (own.length < 2) continue;
    const publishedOf = (model: string) =>
      stride === 1 ? (TABLES[whole]?.find((entry) => entry.model === model)?.published ?? null) : null;
    tables.set(whole, combineTables(own, { yardstick: YARDSTICK, publishedOf }));
  }
  return tables;
}
