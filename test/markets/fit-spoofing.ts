/**
 * Fits the weights of the spoofing score, or checks them:
 * `node test/markets/fit-spoofing.ts --seeds 1..6 [--cache DIR] [--check] [--write] [--generators one,two,three] [--regimes thin,tiny]`.
 * Withdrawals are measured once per market and kept in DIR. A fit uses generated markets, our simulator's scenarios, and the recordings in
 * TALLYFOIL_TEST_DATA. It prints the scores of a cross-validation over seeds, then `--write` writes `spoof-evidence.ts`. `--check` scores the
 * weights as they stand, on any seeds of the generators.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SPOOF_EVIDENCE, SPOOF_PRIOR, SPOOF_THRESHOLD } from '../../src/analytics/flow/detectors/spoof-evidence.ts';
import { logOddsOf } from '../../src/analytics/flow/detectors/evidence.ts';
import type { EpisodeKind, Generate, Regime } from './contract.ts';
import { evidenceText, fit, type Fitted } from './fit.ts';
import { alarmTable, thresholdAt, type Judge } from './judged-samples.ts';
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
/** Alarms an hour that are wrong, over all markets of the fit, at the threshold. */
const FALSE_PER_HOUR = 0.6;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    cache: { type: 'string', default: join(ROOT, 'node_modules/.cache/withdrawals') },
    generators: { type: 'string', default: 'one,two,three' },
    regimes: { type: 'string', default: 'thin,tiny,coarse,fat,volatile' },
    rate: { type: 'string', default: String(FALSE_PER_HOUR) },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const match = /^(\d+)\.\.(\d+)$/.exec(values.seeds ?? '');
if (match === null) throw new Error('--seeds FROM..TO is needed');
const [first, last] = [Number(match[1]), Number(match[2])];

async function collect(): Promise<MarketSamples[]> {
  const markets: MarketSamples[] = [];
  const add = async (name: string, make: () => MarketSamples | Promise<MarketSamples>) => {
    markets.push(await cached(join(values.cache, `${name}.json`), make));
  };
  for (const name of values.generators.split(',')) {
    const { generate } = (await import(join(import.meta.dirname, name, 'index.ts'))) as { generate: Generate };
    for (const regime of values.regimes.split(',') as Regime[])
      for (let seed = first; seed <= last; seed++) {
        const kinds: EpisodeKind[] = seed % OTHERS_EVERY === 0 ? ['spoofing', 'iceberg', 'flash_crash'] : ['spoofing'];
        for (const kind of kinds)
          await add(`${name}-${regime}-${seed}-${kind}`, () =>
            samplesOfGenerated(name, generate, { regime, seed, kind, minutes: MINUTES, episodes: EPISODES }),
          );
      }
  }
  if (values.check) return markets;
  for (const scenario of SCENARIOS)
    for (let seed = first; seed <= Math.min(last, first + 3); seed++)
      await add(`simulator-${scenario}-${seed}`, () => samplesOfScenario(scenario, seed, SCENARIO_MINUTES));
  const data = process.env['TALLYFOIL_TEST_DATA'];
  if (data !== undefined)
    for (const name of RECORDINGS) await add(name.replaceAll(/\W/g, '-'), () => samplesOfRecording(data, name));
  return markets;
}

/** The present weights; the penalty of a short record is part of the detector, not of the fit. */
function present(names: readonly string[]): Fitted {
  const columns = Object.entries(SPOOF_EVIDENCE).flatMap(([name, evidence]) =>
    name === 'record' ? [] : [{ at: names.indexOf(name), evidence }],
  );
  return {
    evidence: SPOOF_EVIDENCE,
    prior: SPOOF_PRIOR,
    logOdds: (quantities) => columns.reduce((sum, { at, evidence }) => sum + logOddsOf(evidence, quantities[at]!), SPOOF_PRIOR),
  };
}

const markets = await collect();
const names = markets.find(({ samples }) => samples.length > 0)?.names ?? [];
const of =
  (fitted: Fitted): Judge =>
  (sample) =>
    fitted.logOdds(sample.quantities);
if (values.check) console.log(alarmTable(markets, of(present(names)), SPOOF_THRESHOLD));
else {
  const halves = [0, 1].map((half) =>
    fit(
      markets.filter(({ seed }) => seed % 2 !== half || seed === 0),
      names,
    ),
  );
  const judge: Judge = (sample, { seed }) => halves[seed % 2]!.logOdds(sample.quantities);
  const threshold = thresholdAt(markets, judge, Number(values.rate));
  console.log(`cross-validated, threshold ${threshold.toFixed(2)}`);
  console.log(alarmTable(markets, judge, threshold));
  if (values.write) writeFileSync(EVIDENCE, evidenceText(fit(markets, names), threshold));
}
