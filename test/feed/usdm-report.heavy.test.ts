import { expect, test } from 'vitest';
import { instrumentId } from '../../src/core/index.ts';
import { createEngine, marketReport } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { SETTINGS } from '../bus/testing/simulated-run.ts';
import { noRecordings } from '../venues/recordings.ts';
import { loadRecording } from './recordings.ts';

if (noRecordings !== null) process.stdout.write(`report of a USD-M recording left out: ${noRecordings}\n`);

test.skipIf(noRecordings !== null)(
  'a recording without a ticker ends in a synced report, in which nothing else is missing',
  async () => {
    const path = 'recordings/usdm_btcusdt_20240808.gz';
    const { venue, start, inputs } = await loadRecording(process.env['TALLYFOIL_TEST_DATA'] ?? '', path);
    const engine = createEngine({ venues, source: 'recorded', settings: SETTINGS });
    let at = 0;
    for (const [seq, input] of [start, ...inputs].entries()) {
      at = input.at;
      engine.apply(input, { session: 1, seq: seq + 1 });
    }
    const report = marketReport(engine, instrumentId(venue.card.id, 'BTCUSDT'), at);
    if (report === null) throw new Error('there is no report');
    expect(report).toMatchObject({ state: 'synced', source: 'recorded', venue: 'binance-usdm', symbol: 'BTCUSDT' });
    expect(report.caveats).toContain('No ticker stream: this market has none.');
    const missing = new Map(report.absent?.map(({ field, reason }) => [field, reason]));
    for (const field of ['change_24h_pct', 'high_24h', 'low_24h', 'volume_24h'])
      expect(missing.get(field)).toBe('this market has no ticker stream');
    expect([...missing.keys()].filter((field) => /price|bid|ask|spread|flow|profile/.test(field))).toEqual([]);
    expect(report.best_bid?.price).toBeLessThan(report.best_ask?.price ?? 0);
  },
);
