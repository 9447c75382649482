import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { US_PER_MS, US_PER_SECOND } from '../../src/core/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import { createEngine, findingsOf } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';

const ROOT = process.env['TALLYFOIL_TEST_DATA'];
const RECORDINGS = [
  'recordings/spot_btcusdt_20240808.gz',
  'recordings/spot_ethusdt_20240808.gz',
  'recordings/usdm_btcusdt_20240808.gz',
  'recordings/ethbtc-2020-11-01/ETHBTC_2020-11-01T09-00-00_update.json.gz',
  'recordings/btc-2026-02-16/lobdeep_btc_spot_2026-02-16_04.top50.jsonl.gz',
];
const TICK_US = 100 * US_PER_MS;

async function watch(path: string): Promise<{ hours: number; alarms: string[] }> {
  const engine = createEngine({ venues, source: 'recorded', settings: readConfig({}) });
  let [from, to, nextTick] = [0, 0, 0];
  for await (const { input } of (await openRecording(path)).inputs()) {
    if (input.kind !== 'start') {
      nextTick ||= input.at + TICK_US;
      for (; nextTick <= input.at; nextTick += TICK_US) engine.apply({ kind: 'tick', venue: input.venue, at: nextTick }, null);
    }
    engine.apply(input, null);
    from ||= input.at;
    to = input.at;
  }
  const markets = [...engine.state.markets.values()];
  const alarms = markets.flatMap(findingsOf).filter(({ severity }) => severity !== 'low');
  return { hours: ((to - from) / US_PER_SECOND / 3_600) * markets.length, alarms: alarms.map(({ note }) => note) };
}

test.skipIf(ROOT === undefined)(
  'real markets raise at most one alarm of medium or higher in two symbol-hours',
  async () => {
    let hours = 0;
    const alarms: string[] = [];
    for (const name of RECORDINGS) {
      const path = join(ROOT ?? '', name);
      if (!existsSync(path)) throw new Error(`${name} is not in TALLYFOIL_TEST_DATA`);
      const seen = await watch(path);
      console.log(`${name}: ${seen.alarms.length} alarms in ${(seen.hours * 60).toFixed(1)} minutes`, ...seen.alarms);
      hours += seen.hours;
      alarms.push(...seen.alarms);
    }
    expect(hours).toBeGreaterThan(1);
    expect(alarms.length / hours).toBeLessThanOrEqual(0.5);
  },
  240_000,
);
