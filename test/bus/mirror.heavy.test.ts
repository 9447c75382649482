import { expect, test } from 'vitest';
import { readBusMessage, type BusMessage } from '../../src/core/bus-message.ts';
import { createMirror } from '../../src/services/market/bus/mirror.ts';
import { marketReport } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { entriesOf } from './testing/entries.ts';
import { reportKey, SETTINGS, simulatedRun, type SimulatedRun } from './testing/simulated-run.ts';
import { storedText } from './testing/stored-text.ts';

/** Through JSON and the schema, as over a bus. */
function overTheBus(published: SimulatedRun['published']): BusMessage[] {
  return entriesOf(published).map(({ data }) => {
    const read = readBusMessage(data ?? '');
    if (!read.ok) throw new Error(`${read.error.reason}: ${read.error.detail}`);
    return read.value;
  });
}

const RUNS = [
  {
    venue: 'binance-spot',
    seed: 3,
    faults: 'drop:0.003,close@20s,duplicate:0.01,reorder:0.003,corrupt:0.001,clock_step@40s+90s',
  },
  { venue: 'kraken-spot', seed: 5, faults: 'drop:0.003,close@20s,corrupt:0.001,sequence_reset@45s' },
  { venue: 'binance-spot', seed: 7 },
] as const;

for (const { venue, seed, ...rest } of RUNS)
  test(`a mirror reports to the byte what the process of the feed reports: ${venue}, seed ${seed}, ${'faults' in rest ? rest.faults : 'no faults'}`, () => {
    const { published, reports } = simulatedRun({ venue, seconds: 75, seed, ...rest });
    const mirror = createMirror({ venues, settings: SETTINGS });
    let compared = 0;
    let booked = 0;
    for (const message of overTheBus(published))
      for (const { id, at } of mirror.take(message)) {
        const mine = storedText(marketReport(mirror, id, at));
        expect(mine).toBe(reports.get(reportKey(id, at)));
        compared++;
        if (!mine.includes('"mid_price":null')) booked++;
      }
    expect(compared).toBe(reports.size);
    expect(booked).toBeGreaterThan(compared / 2);
  });

test('numbers depend on the settings of the feed process, not on those of the reader', () => {
  const { published, reports } = simulatedRun({ venue: 'binance-spot', seconds: 40, seed: 4 });
  const mirror = createMirror({ venues, settings: { ...SETTINGS, FLOW_WINDOW_SEC: 5, REPORT_WINDOW_SEC: 60 } });
  const made = overTheBus(published).flatMap((message) =>
    mirror.take(message).map(({ id, at }) => [reportKey(id, at), storedText(marketReport(mirror, id, at))] as const),
  );
  expect(made.length).toBeGreaterThan(500);
  for (const [key, text] of made) expect(text).toBe(reports.get(key));
});
