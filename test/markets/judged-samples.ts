import type { MarketSamples, Sample } from './withdrawal-samples.ts';

/** Log-odds of a withdrawal. */
export type Judge = (sample: Sample, market: MarketSamples) => number;

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
  return { episodes: episodes.filter(({ kind }) => kind === 'spoofing').length, found: found.size, alarms, right, hours };
}

const scoresOf = (market: MarketSamples, judge: Judge): number[] => market.samples.map((sample) => judge(sample, market));

const added = (a: Tally, b: Tally): Tally => ({
  episodes: a.episodes + b.episodes,
  found: a.found + b.found,
  alarms: a.alarms + b.alarms,
  right: a.right + b.right,
  hours: a.hours + b.hours,
});

/** The lowest threshold with at most this many false alarms an hour over all markets. */
export function thresholdAt(markets: readonly MarketSamples[], judge: Judge, perHour: number): number {
  const scored = markets.map((market) => ({ market, scores: scoresOf(market, judge) }));
  let [low, high] = [-6, 10];
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    const all = scored.map(({ market, scores }) => tallyOf(market, scores, middle)).reduce(added);
    if ((all.alarms - all.right) / all.hours > perHour) low = middle;
    else high = middle;
  }
  return high;
}

/** Recall and precision by regime and generator, lowest recall first, as Markdown. */
export function alarmTable(markets: readonly MarketSamples[], judge: Judge, threshold: number): string {
  const rows = new Map<string, Tally>();
  for (const market of markets) {
    const key = market.name === market.regime ? `– | ${market.name}` : `${market.regime} | ${market.name}`;
    const tally = tallyOf(market, scoresOf(market, judge), threshold);
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
