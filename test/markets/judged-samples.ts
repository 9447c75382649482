import type { MarketSamples } from './withdrawal-samples.ts';

/** Log-odds of each withdrawal of a market. */
export type Judge = (market: MarketSamples) => readonly number[];

interface Tally {
  episodes: number;
  found: number;
  alarms: number;
  right: number;
  hours: number;
}

const QUIET_S = 60;
const SLACK_S = 2;

/** Compares the alarms of one market with its episodes, as the detector merges withdrawals into findings. */
function tallyOf(market: MarketSamples, scores: readonly number[], threshold: number): Tally {
  const { samples, episodes, hours } = market;
  const found = new Set<number>();
  let [alarms, right] = [0, 0];
  for (const side of ['bid', 'ask'] as const) {
    const runs: { from: number; to: number }[] = [];
    samples.forEach((sample, i) => {
      if (sample.side !== side || scores[i]! < threshold) return;
      const open = runs.at(-1);
      if (open !== undefined && sample.judged - open.to <= QUIET_S) open.to = sample.judged;
      else runs.push({ from: sample.birth, to: sample.judged });
    });
    for (const { from, to } of runs) {
      alarms++;
      let hit = false;
      episodes.forEach((one, i) => {
        if (one.kind !== 'spoofing' || one.side !== side || from > one.to + SLACK_S || to < one.from - SLACK_S) return;
        hit = true;
        found.add(i);
      });
      if (hit) right++;
    }
  }
  const { weight } = market;
  return {
    episodes: episodes.filter(({ kind }) => kind === 'spoofing').length,
    found: found.size,
    alarms: right + weight * (alarms - right),
    right,
    hours: weight * hours,
  };
}

const added = (a: Tally, b: Tally): Tally => ({
  episodes: a.episodes + b.episodes,
  found: a.found + b.found,
  alarms: a.alarms + b.alarms,
  right: a.right + b.right,
  hours: a.hours + b.hours,
});

const STEP = 0.05;
const HIGHEST = 6;

/** What a threshold must keep: the least precision over some markets, and the most false alarms an hour over others. */
export interface Wanted {
  readonly precision: number;
  readonly perHour: number;
  precise(market: MarketSamples): boolean;
  quiet(market: MarketSamples): boolean;
}

/** The lowest threshold that keeps both, and above which every threshold does. */
export function thresholdFor(markets: readonly MarketSamples[], judge: Judge, wanted: Wanted): number {
  const scored = markets.map((market) => ({ market, scores: judge(market) }));
  const over = (which: (market: MarketSamples) => boolean, threshold: number): Tally =>
    scored
      .filter(({ market }) => which(market))
      .map(({ market, scores }) => tallyOf(market, scores, threshold))
      .reduce(added);
  let threshold = HIGHEST;
  for (; threshold > -HIGHEST; threshold -= STEP) {
    const some = over((market) => wanted.precise(market), threshold - STEP);
    const quiet = over((market) => wanted.quiet(market), threshold - STEP);
    if (some.right < wanted.precision * some.alarms || quiet.alarms > wanted.perHour * quiet.hours) break;
  }
  return threshold;
}

/** Recall and precision by regime and generator, lowest recall first, as Markdown. */
export function alarmTable(markets: readonly MarketSamples[], judge: Judge, threshold: number): string {
  const rows = new Map<string, Tally>();
  for (const market of markets) {
    const key = market.name === market.regime ? `– | ${market.name}` : `${market.regime} | ${market.name}`;
    const tally = tallyOf(market, judge(market), threshold);
    const past = rows.get(key);
    rows.set(key, past === undefined ? tally : added(past, tally));
  }
  const share = (part: number, whole: number) => (whole === 0 ? '–' : (part / whole).toFixed(2));
  return [
    '| regime | generator | episodes | recall | precision | false alarms an hour |',
    '|---|---|---|---|---|---|',
    ...[...rows]
      .toSorted(([, a], [, b]) => a.found / a.episodes - b.found / b.episodes)
      .map(
        ([key, { episodes, found, alarms, right, hours }]) =>
          `| ${key} | ${episodes} | ${share(found, episodes)} | ${share(right, alarms)} | ${((alarms - right) / hours).toFixed(2)} |`,
      ),
  ].join('\n');
}
