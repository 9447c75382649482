import type { FindingKind } from '../../src/analytics/flow/detectors/index.ts';
import type { EpisodeKind, Regime } from './contract.ts';

/** A planted episode, and how long after its start it was found: seconds, or null if it was not. */
export interface Planted {
  readonly kind: EpisodeKind;
  readonly fair: boolean;
  readonly delay: number | null;
}

/** A finding of medium or high severity. */
export interface Alarm {
  readonly kind: EpisodeKind;
  /** Whether it overlaps an episode of its kind. */
  readonly right: boolean;
}

/** One generated market as the detectors judged it. */
export interface ScoredRun {
  readonly regime: Regime;
  readonly kind: EpisodeKind;
  readonly seed: number;
  readonly hours: number;
  readonly planted: readonly Planted[];
  readonly alarms: readonly Alarm[];
}

export const FINDING_OF: Readonly<Record<EpisodeKind, FindingKind>> = {
  spoofing: 'spoofing',
  iceberg: 'iceberg',
  flash_crash: 'flash_crash_risk',
};

/** One cell of the table: one kind in one regime, over all markets of that regime. */
export interface Cell {
  readonly kind: EpisodeKind;
  readonly regime: Regime;
  readonly episodes: number;
  readonly fair: number;
  readonly recall: number | null;
  readonly recallFair: number | null;
  /** Right alarms as a share of all, also those in markets with episodes of other kinds; null without an alarm. */
  readonly precision: number | null;
  readonly falsePerHour: number;
  /** Median seconds from the start of an episode to its finding. */
  readonly delay: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function cellOf(runs: readonly ScoredRun[], kind: EpisodeKind, regime: Regime): Cell {
  const own = runs.filter((run) => run.regime === regime);
  const planted = own.flatMap((run) => run.planted).filter((episode) => episode.kind === kind);
  const alarms = own.flatMap((run) => run.alarms).filter((alarm) => alarm.kind === kind);
  const fair = planted.filter((episode) => episode.fair);
  const delays = planted.flatMap(({ delay }) => (delay === null ? [] : [delay])).toSorted((a, b) => a - b);
  const wrong = alarms.filter(({ right }) => !right).length;
  return {
    kind,
    regime,
    episodes: planted.length,
    fair: fair.length,
    recall: share(delays.length, planted.length),
    recallFair: share(fair.filter(({ delay }) => delay !== null).length, fair.length),
    precision: share(alarms.length - wrong, alarms.length),
    falsePerHour: wrong / own.reduce((sum, { hours }) => sum + hours, 0),
    delay: delays[delays.length >> 1] ?? null,
  };
}

const KINDS = ['spoofing', 'iceberg', 'flash_crash'] as const;

/** Scores by kind and regime, lowest recall first within a kind. */
export function cellsOf(runs: readonly ScoredRun[]): readonly Cell[] {
  const regimes = [...new Set(runs.map(({ regime }) => regime))];
  return KINDS.flatMap((kind) =>
    regimes
      .map((regime) => cellOf(runs, kind, regime))
      .filter(({ episodes, falsePerHour }) => episodes > 0 || falsePerHour > 0)
      .toSorted((a, b) => (a.recall ?? 0) - (b.recall ?? 0)),
  );
}

const shown = (value: number | null, digits = 2): string => (value === null ? '–' : value.toFixed(digits));

/** The table, as Markdown. */
export const tableOf = (cells: readonly Cell[]): string =>
  [
    '| kind | regime | episodes (fair) | recall | recall, fair | precision | false alarms an hour | delay, s |',
    '|---|---|---|---|---|---|---|---|',
    ...cells.map(
      (cell) =>
        `| ${cell.kind} | ${cell.regime} | ${cell.episodes} (${cell.fair}) | ${shown(cell.recall)} | ${shown(cell.recallFair)} | ${shown(cell.precision)} | ${shown(cell.falsePerHour)} | ${shown(cell.delay, 1)} |`,
    ),
  ].join('\n');
