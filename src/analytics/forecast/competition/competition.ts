import { mase, owa, smape } from '../evaluate/point-metrics.ts';
import type { Model } from '../model.ts';
import type { CompetitionSeries } from './series.ts';

export interface Accuracy {
  readonly smape: number;
  readonly mase: number;
}

/** Our result and the published result of one method on one set of series. */
export interface CompetitionRow {
  readonly model: string;
  /** Series scored; fewer than requested only if the model refused some. */
  readonly n: number;
  readonly refused: number;
  /** Series with a scale above 0; MASE is averaged over these. */
  readonly scaled: number;
  /** OWA is NaN if the model refused a series, because its means then cover other series than the yardstick's. */
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

/** Mean accuracy over the series. Series with scale 0 are excluded from MASE, as by the organisers. */
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
 * Scores each model on every series by the competitions' protocol. sMAPE (0–200) and MASE are computed per series, then averaged.
 * OWA compares the averages with those of `yardstick` (Naive2). `clock` returns milliseconds.
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
 * Combines the tables of a competition's parts, for models that are in every part. Means are weighted by the number of series. OWA is
 * against the combined row of `yardstick`; NaN without that row or if the model refused a series.
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

/** The table as text, one row per method. */
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
