import { describe, expect, test } from 'vitest';
import { noRecordings } from '../venues/recordings.ts';
import { loadRecording, RECORDINGS, removeFrames, tallyOf } from './recordings.ts';

if (noRecordings !== null) process.stdout.write(`recordings through the feed left out: ${noRecordings}\n`);

const root = process.env['TALLYFOIL_TEST_DATA'] ?? '';
/** Minimum number of updates applied and of quotes compared, if the recording has any. */
const LEAST = {
  'recordings/spot_btcusdt_20240808.gz': [3_400, 500],
  'recordings/spot_ethusdt_20240808.gz': [3_400, 500],
  'recordings/ethbtc-2020-11-01/ETHBTC_2020-11-01T09-00-00_update.json.gz': [3_500, 0],
  'recordings/btc-2026-02-16/lobdeep_btc_spot_2026-02-16_04.top50.jsonl.gz': [0, 0],
  'payloads/cryptofeed/BINANCE.0.gz': [170, 20],
  'recordings/usdm_btcusdt_20240808.gz': [6_500, 500],
  'payloads/cryptofeed/BINANCE_FUTURES.0.gz': [150, 20],
} as const;
/** One in this many depth frames is removed here; the long tests remove each. */
const EVERY = 29;

describe.skipIf(noRecordings !== null)('recordings through the feed', () => {
  test.each(RECORDINGS)('%s', async (path) => {
    const replayed = await loadRecording(root, path);
    const tally = tallyOf(replayed);
    const [deltas, compared] = LEAST[path];
    process.stdout.write(
      `${path}: ${tally.deltas} updates, ${tally.gaps.length} gaps, ${tally.compared} of ${tally.quotes} quotes met\n`,
    );
    expect({ gaps: tally.gaps, apart: tally.apart, quarantined: tally.quarantined }).toEqual({
      gaps: [],
      apart: [],
      quarantined: 0,
    });
    expect(tally.deltas).toBeGreaterThanOrEqual(deltas);
    expect(tally.compared).toBeGreaterThanOrEqual(compared);

    const { removed, unflagged } = removeFrames(replayed, EVERY);
    expect(unflagged).toEqual([]);
    if (deltas > 0) expect(removed).toBeGreaterThan(deltas / EVERY / 2);
  });
});
