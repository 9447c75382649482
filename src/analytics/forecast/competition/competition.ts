import { mase, owa, smape } from '../evaluate/point-metrics.ts';
import type { Model } from '../model.ts';
import type { CompetitionSeries } from './series.ts';

export interface Accuracy {
  readonly smape: number;
  readonly mase: number;
}

/** One method over one set of series: our result beside the published one. */
export interface CompetitionRow {
  readonly model: string;
  /** Series scored; fewer than requested only if the model refused some. */
  readonly n: number;
  readonly refused: number;
  /** Series with a scale above 0, which MASE is the mean of. */
  readonly scaled: number;
  /** OWA is NaN for a model that refused some series: its means are of other series than the yardstick's. */
  readonly ours: Accuracy & { readonly owa: number };
  readonly published: Published | null;
  readonly msPerSeries: number;
}

/** The published result of a method, under its name in the competition. */
export interface Published {
  readonly name: string;
  readonly smape: number | null;
  readonly mase: number;
  readonly owa: number | null;
}

interface Entry {
  readonly model: Model;
  readonly published: Published | null;
}

/** Means over the series; a scale of 0 leaves a series out of MASE, as the organisers do. */
async function score(
  model: Model,
  series: readonly CompetitionSeries[],
): Promise<Accuracy & { n: number; refused: number; scaled: number }> {
  let [smapes, mases, n, scaled, refused] = [0, 0, 0, 0, 0];
  for (const { training, actual, period } of series) {
    const input = { values: training, period };
    if (model.refusal(input) !== null) {
      refused += 1;
      continue;
    }
    const { mean } = await (await model.fit(input)).forecast(actual.length);
    smapes += smape(actual, mean);
    n += 1;
    const own = mase(actual, mean, training, period);
    if (own === null) continue;
    mases += own;
    scaled += 1;
  }
  return { smape: smapes / n, mase: mases / scaled, n, refused, scaled };
}

/**
 * Scores each model on every series by the competitions' protocol: sMAPE (0–200) and MASE by series, then averaged; OWA of the
 * averages against `yardstick`, Naive2. `clock` gives milliseconds.
 */
export async function competitionTable(
  series: readonly CompetitionSeries[],
  entries: readonly Entry[],
  { yardstick, clock }: { readonly yardstick: Model; readonly clock: () => number },
): Promise<readonly CompetitionRow[]> {
  const base = await score(yardstick, series);
  const rows: CompetitionRow[] = [];
  for (const { model, published } of entries) {
    const began = clock();
    const { n, refused, scaled, ...accuracy } = await score(model, series);
    rows.push({
      model: model.name,
      n,
      refused,
      scaled,
      ours: { ...accuracy, owa: refused > 0 ? Number.NaN : owa(accuracy, base) },
      published,
      msPerSeries: (clock() - began) / series.length,
    });
  }
  return rows;
}

/**
 * Tables of parts of a competition as one: means weighed by the series in each, OWA against the combined row of `yardstick`, null
 * where it has none. Only models that are in every part.
 */
export function combineTables(
  parts: readonly (readonly CompetitionRow[])[],
  { yardstick, publishedOf }: { readonly yardstick: string; readonly publishedOf: (model: string) => Published | null },
): readonly CompetitionRow[] {
  const names = (parts[0] ?? [])
    .map(({ model }) => model)
    .filter((name) => parts.every((rows) => rows.some((row) => row.model === name)));
  const sum = (rows: readonly CompetitionRow[], of: (row: CompetitionRow) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const combined = names.map((model) => {
    const rows = parts.map((part) => part.find((row) => row.model === model)!);
    const [n, scaled] = [sum(rows, (row) => row.n), sum(rows, (row) => row.scaled)];
    const pooledSmape = sum(rows, (row) => (row.n > 0 ? row.n * row.ours.smape : 0)) / n;
    const pooledMase = sum(rows, (row) => (row.scaled > 0 ? row.scaled * row.ours.mase : 0)) / scaled;
    const ms = sum(rows, (row) => row.msPerSeries * (row.n + row.refused)) / sum(rows, (row) => row.n + row.refused);
    return {
      model,
      n,
      scaled,
      refused: sum(rows, (row) => row.refused),
      msPerSeries: ms,
      published: publishedOf(model),
      ours: { smape: pooledSmape, mase: pooledMase },
    };
  });
  const base = combined.find(({ model }) => model === yardstick)?.ours;
  return combined.map((row) => {
    const relative = base === undefined || row.refused > 0 ? Number.NaN : owa(row.ours, base);
    return { ...row, ours: { ...row.ours, owa: relative } };
  });
}

const column = (value: number | null | undefined) => (value == null || Number.isNaN(value) ? '–' : value.toFixed(3)).padStart(8);

/** The table as text, a row a method. */
export function formatTable(title: string, rows: readonly CompetitionRow[]): string {
  const head = `${'ours'.padEnd(16)}${'sMAPE'.padStart(8)}${'MASE'.padStart(8)}${'OWA'.padStart(8)}${'ms'.padStart(9)}   ${'published'.padEnd(14)}${'sMAPE'.padStart(8)}${'MASE'.padStart(8)}${'OWA'.padStart(8)}`;
  const lines = rows.map(({ model, ours, published, msPerSeries, refused }) => {
    const own = `${model.padEnd(16)}${column(ours.smape)}${column(ours.mase)}${column(ours.owa)}${msPerSeries.toFixed(2).padStart(9)}`;
    const theirs = published
      ? `${published.name.padEnd(14)}${column(published.smape)}${column(published.mase)}${column(published.owa)}`
      : '';
    return `${own}   ${theirs}${refused > 0 ? `   ${refused} refused` : ''}`.trimEnd();
  });
  return [`${title}, ${rows[0]?.n ?? 0} series`, head, ...lines].join('\n');
}
