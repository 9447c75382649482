import type { Finding, FindingKind } from '../../src/analytics/flow/detectors/index.ts';
import { US_PER_SECOND } from '../../src/core/index.ts';
import type { Episode, EpisodeKind, ScenarioName } from '../../src/simulator/index.ts';
import type { RunOptions, MarketRun } from './episodes.ts';

/** Expected finding for each anomalous episode; honest ones should have none. */
const CALLED: Partial<Record<EpisodeKind, FindingKind>> = {
  spoofing: 'spoofing',
  layered_walls: 'spoofing',
  iceberg: 'iceberg',
  flash_crash: 'flash_crash_risk',
};

/** The scored scenarios; scenarios without an anomalous episode are negatives. */
const SCORED: readonly ScenarioName[] = ['spoofing', 'layered_walls', 'iceberg', 'flash_crash', 'requotes', 'honest_walls'];

export interface Score {
  readonly kind: FindingKind;
  readonly episodes: number;
  readonly recall: number;
  readonly precision: number;
  /** Precision if one in a hundred stretches of an episode's length has an episode. */
  readonly precisionAtOnePercent: number;
  readonly falseAlarms: number;
  readonly falsePerHour: number;
  /** For flash crashes: share of episodes found at least ten seconds before the fall; null for other kinds. */
  readonly leadShare: number | null;
  readonly leadMedian: number | null;
}

const SLACK_US = 2 * US_PER_SECOND;

const overlaps = (episode: Episode, { onset, last }: Finding): boolean =>
  onset <= episode.end + SLACK_US && last >= episode.prepared - SLACK_US;

const isAlarm = ({ severity }: Finding): boolean => severity !== 'low';

const hoursOf = ({ from, to }: MarketRun): number => (to - from) / US_PER_SECOND / 3_600;

const middle = (values: readonly number[]): number | null => values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;

/** Scores one kind of finding, medium or higher, over all markets: alarms outside its own episodes are false. */
export function scoreOf(kind: FindingKind, all: readonly MarketRun[]): Score {
  let [episodes, found, rightAlarms, falseAlarms, hours, length] = [0, 0, 0, 0, 0, 0];
  const leads: number[] = [];
  for (const run of all) {
    hours += hoursOf(run);
    const own = run.episodes.filter((episode) => CALLED[episode.kind] === kind);
    const alarms = run.findings.filter((finding) => finding.kind === kind && isAlarm(finding));
    for (const episode of own) {
      episodes++;
      length += episode.end - episode.prepared + 2 * SLACK_US;
      const hits = alarms.filter((alarm) => overlaps(episode, alarm));
      if (hits.length === 0) continue;
      found++;
      leads.push((episode.onset - Math.min(...hits.map(({ detected }) => detected))) / US_PER_SECOND);
    }
    for (const alarm of alarms) {
      if (own.some((episode) => overlaps(episode, alarm))) rightAlarms++;
      else falseAlarms++;
    }
  }
  const recall = found / episodes;
  const stretchHours = length / episodes / US_PER_SECOND / 3_600;
  const falseShare = falseAlarms / ((hours - episodes * stretchHours) / stretchHours);
  const crash = kind === 'flash_crash_risk';
  return {
    kind,
    episodes,
    recall,
    precision: rightAlarms / (rightAlarms + falseAlarms),
    precisionAtOnePercent: (0.01 * recall) / (0.01 * recall + 0.99 * falseShare),
    falseAlarms,
    falsePerHour: falseAlarms / hours,
    leadShare: crash ? leads.filter((lead) => lead >= 10).length / episodes : null,
    leadMedian: crash ? middle(leads) : null,
  };
}

export interface MarketPlan {
  readonly seeds: number;
  readonly episodes: number;
  readonly perMarket: number;
}

/** Markets of every scored scenario; each scenario has at least `episodes` episodes. */
export function planMarkets({ seeds, episodes, perMarket }: MarketPlan): readonly RunOptions[] {
  const markets = Math.ceil(episodes / perMarket);
  return SCORED.flatMap((scenario) =>
    Array.from({ length: markets }, (_, market) => ({ scenario, seed: seeds + market, episodes: perMarket })),
  );
}

const shown = (value: number): string => value.toFixed(3);

/** A line for the page and the log. */
export const describeScore = (score: Score): string =>
  [
    `${score.kind}: ${score.episodes} episodes`,
    `precision ${shown(score.precision)}`,
    `recall ${shown(score.recall)}`,
    `precision at 1 % ${shown(score.precisionAtOnePercent)}`,
    `${score.falseAlarms} false alarms, ${shown(score.falsePerHour)} an hour`,
    ...(score.leadShare === null
      ? []
      : [`lead of 10 s or more in ${shown(score.leadShare)}, median ${(score.leadMedian ?? 0).toFixed(1)} s`]),
  ].join(' · ');
