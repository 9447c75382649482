import { expect, test } from 'vitest';
import { toCheckpoint } from '../../../runtime/feed/index.ts';
import { newMarket, type MarketState } from '../market-state.ts';
import { createMirror } from './mirror.ts';

const SETTINGS = {
  REPORT_WINDOW_SEC: 1_800,
  FLOW_WINDOW_SEC: 30,
  WALL_THRESHOLD_MULTIPLIER: 1.5,
  WALL_MINIMUM_QTY: 0,
  VACUUM_THRESHOLD_PERCENTILE: 10,
};

const ID = 'v:BTCUSDT';

const restored = (market: Omit<MarketState, 'detectors'> & { readonly detectors?: unknown }): MarketState | undefined => {
  const mirror = createMirror({ venues: new Map(), settings: SETTINGS });
  const { version, ...state } = JSON.parse(mirror.checkpoint()) as Record<string, unknown>;
  mirror.restore(toCheckpoint({ version, ...state, feeds: new Map(), markets: new Map([[ID, market]]) }));
  return mirror.state.markets.get(ID);
};

test('a checkpoint of another build is gone on from, and what its detectors remembered begun anew', () => {
  const market = newMarket('v', 'BTCUSDT', 0);
  const { detectors, ...older } = market;
  expect(restored(older)?.detectors).toEqual(detectors);
  expect(restored({ ...market, detectors: { ...detectors, version: 1, mid: 5 } })?.detectors).toEqual(detectors);
  expect(restored({ ...market, detectors: { ...detectors, mid: 5 } })?.detectors.mid).toBe(5);
});
