/**
 * Fits the weights of the spoofing score, or checks them:
 * `node test/markets/fit-spoofing.ts --seeds 1..6 [--cache DIR] [--check] [--write] [--generators one,two,three] [--regimes thin,tiny]`.
 * Withdrawals are measured once per market and kept in DIR. A fit uses generated markets, our simulator's scenarios, and the recordings in
 * TALLYFOIL_TEST_DATA. It prints how each generator is judged by a fit to all others, chooses the threshold by that, then `--write` writes
 * `spoof-evidence.ts`. `--check` scores the weights as they stand, on any seeds of the generators.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  SPOOF_COMPARED,
  SPOOF_EVIDENCE,
  SPOOF_PRIOR,
  SPOOF_THRESHOLD,
} from '../../src/analytics/flow/detectors/spoof-evidence.ts';
import type { EpisodeKind, Generate, Regime } from './contract.ts';
import { evidenceText, fit, logOddsIn } from './fit.ts';
import { alarmTable, thresholdFor, type Judge } from './judged-samples.ts';
import { RECORDINGS, samplesOfRecording, samplesOfScenario } from './spoofing-markets.ts';
import { cached, samplesOfGenerated, type MarketSamples } from './withdrawal-samples.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EVIDENCE = join(ROOT, 'src/analytics/flow/detectors/spoof-evidence.ts');
const MINUTES = 75;
const EPISODES = 12;
/** Markets without spoofing: one in this many seeds also gives one with icebergs and one with flash crashes. */
const OTHERS_EVERY = 2;
const SCENARIOS = ['spoofing', 'layered_walls', 'requotes', 'honest_walls', 'iceberg'] as const;
const SCENARIO_MINUTES = 40;
/** Precision in thin, tiny and coarse books, and alarms an hour on recordings, that the threshold must keep on markets that were left out. */
const PRECISION = 0.75;
const REAL_PER_HOUR = 0.5;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    cache: { type: 'string', default: join(ROOT, 'node_modules/.cache/withdrawals') },
    generators: { type: 'string', default: 'one,two,three,four' },
    regimes: { type: 'string', default: 'thin,tiny,coarse,fat,volatile' },
    precision: { type: 'string', default: String(PRECISION) },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const match = /^(\d+)\.\.(\d+)$/.exec(values.seeds ?? '');
if (match === null) throw new Error('--seeds FROM..TO is needed');
const [first, last] = [Number(match[1]), Number(match[2])];

const withWeight = (market: MarketSamples, kind: EpisodeKind): MarketSamples => ({
  ...market,
  weight: kind === 'spoofing' ? 1 : OTHERS_EVERY,
});

async function collect(): Promise<MarketSamples[]> {
  const markets: MarketSamples[] = [];
  const add = async (name: string, make: () => MarketSamples | Promise<MarketSamples>) => {
    markets.push(await cached(values.cache, name, make));
  };
  for (const name of values.generators.split(',')) {
    const { generate } = (await import(join(import.meta.dirname, name, 'index.ts'))) as { generate: Generate };
    for (const regime of values.regimes.split(',') as Regime[])
      for (let seed = first; seed <= last; seed++) {
        const kinds: EpisodeKind[] = seed % OTHERS_EVERY === 0 ? ['spoofing', 'iceberg', 'flash_crash'] : ['spoofing'];
        for (const kind of kinds)
          await add(`${name}-${regime}-${seed}-${kind}`, () =>
            withWeight(samplesOfGenerated(name, generate, { regime, seed, kind, minutes: MINUTES, episodes: EPISODES }), kind),
          );
      }
  }
  if (values.check) return markets;
  for (const scenario of SCENARIOS)
    for (let seed = first; seed <= Math.min(last, first + 3); seed++)
      await add(`simulator-${scenario}-${seed}`, () => samplesOfScenario(scenario, seed, SCENARIO_MINUTES));
  const data = process.env['TALLYFOIL_TEST_DATA'];
  if (data === undefined)
    throw new Error('a fit needs the recordings in TALLYFOIL_TEST_DATA, because the threshold depends on them');
  for (const name of RECORDINGS) await add(name.replaceAll(/\W/g, '-'), () => samplesOfRecording(data, name));
  return markets;
}

const markets = await collect();
const names = markets.find(({ samples }) => samples.length > 0)?.names ?? [];
const BOOKS = new Set(['thin', 'tiny', 'coarse']);

/** Generators, the simulator, and each half of the recordings in turn. */
function groupOf(market: MarketSamples, at: number): string {
  return market.name === 'real' ? `real ${at % 2}` : market.name;
}

if (values.check) {
  const present = { evidence: SPOOF_EVIDENCE, compared: SPOOF_COMPARED, prior: SPOOF_PRIOR };
  console.log(alarmTable(markets, (market) => logOddsIn(present, market), SPOOF_THRESHOLD));
} else {
  const scores = new Map<MarketSamples, readonly number[]>();
  for (const group of new Set(markets.map(groupOf))) {
    const isLeftOut = (market: MarketSamples, at: number) => groupOf(market, at) === group;
    const fitted = fit(
      markets.filter((market, at) => !isLeftOut(market, at)),
      names,
    );
    for (const market of markets.filter(isLeftOut)) scores.set(market, logOddsIn(fitted, market));
  }
  const judge: Judge = (market) => scores.get(market)!;
  const threshold = thresholdFor(markets, judge, {
    precision: Number(values.precision),
    perHour: REAL_PER_HOUR,
    precise: ({ regime }) => BOOKS.has(regime),
    quiet: ({ name }) => name === 'real',
  });
  console.log(`each generator left out in turn, threshold ${threshold.toFixed(2)}`);
  for (const at of [threshold - 0.5, threshold, threshold + 0.5])
    console.log(`at ${at.toFixed(2)}\n${alarmTable(markets, judge, at)}`);
  if (values.write) writeFileSync(EVIDENCE, evidenceText(fit(markets, names), threshold));
}
