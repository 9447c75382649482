import { expect, test } from 'vitest';
import { toCheckpoint } from '../../../runtime/feed/index.ts';
import { createLiquidityHistory } from '../../../analytics/book/index.ts';
import { newDetectors } from '../../../analytics/flow/detectors/index.ts';
import { createCvd, createRollingMedian, createRollingWindow } from '../../../analytics/flow/index.ts';
import { STUDY_CARDS } from '../answers/study-cards.ts';
import { stateOf, type MarketState } from '../market-state.ts';
import { newMarket } from '../new-market.ts';
import { cumulativeDelta } from '../studies/cumulative-delta.ts';
import { detectors } from '../studies/detectors.ts';
import { eventRate } from '../studies/event-rate.ts';
import { health } from '../studies/health.ts';
import { liquidity } from '../studies/liquidity.ts';
import { orderFlowImbalance } from '../studies/order-flow-imbalance.ts';
import { volumeProfile } from '../studies/volume-profile.ts';
import { wholeBook } from '../studies/whole-book.ts';
import { createMirror } from './mirror.ts';

const SETTINGS = {
  REPORT_WINDOW_SEC: 1_800,
  FLOW_WINDOW_SEC: 30,
  WALL_THRESHOLD_MULTIPLIER: 1.5,
  WALL_MINIMUM_QTY: 0,
  VACUUM_THRESHOLD_PERCENTILE: 10,
};

const ID = 'v:BTCUSDT';

const restored = (market: object): MarketState => {
  const mirror = createMirror({ venues: new Map(), settings: SETTINGS });
  const { version, ...state } = JSON.parse(mirror.checkpoint()) as Record<string, unknown>;
  mirror.restore(toCheckpoint({ version, ...state, feeds: new Map(), markets: new Map([[ID, market]]) }));
  const got = mirror.state.markets.get(ID);
  if (got === undefined) throw new Error('the checkpoint has no market');
  return got;
};

const market = newMarket('v', 'BTCUSDT', 0);
const empty = newDetectors(ID);

test('what a study remembered is read back, and begins again where its version is another', () => {
  const held = (version: number) => ({
    ...market,
    studies: { ...market.studies, detectors: { version, state: { ...empty, mid: 5 } } },
  });
  const { version } = STUDY_CARDS.detectors;
  expect(stateOf(restored(held(version)), detectors).mid).toBe(5);
  expect(stateOf(restored(held(version - 1)), detectors)).toEqual(empty);
  const { detectors: _gone, ...others } = market.studies;
  expect(stateOf(restored({ ...market, studies: others }), detectors)).toEqual(empty);
});

test('a checkpoint of a build without studies by id is read', () => {
  const { studies, ...older } = market;
  const touch = { bid: 1, bidSize: 2, ask: 3, askSize: 4 };
  const profile = { ready: false, reason: '3 trades in the window, at least 10 are needed' };
  const got = restored({
    ...older,
    events: { ...createRollingWindow(10_000_000, 0), since: 7 },
    ofi: { ...createRollingWindow(300_000_000, 1), since: 8 },
    touch,
    cvd: { day: 20_000, from: 9, delta: createCvd(0) },
    liquidity: createLiquidityHistory({ everyUs: 10_000_000 }),
    health: { spread: createRollingMedian(), depth: createRollingMedian(), rate: createRollingMedian({ minimum: 3 }) },
    slow: { at: 10, profileAt: 6, walls: { ready: true, found: [] }, profile },
    detectors: { ...empty, version: STUDY_CARDS.detectors.version, mid: 5 },
  });
  expect(stateOf(got, eventRate).since).toBe(7);
  expect(stateOf(got, orderFlowImbalance).since).toBe(8);
  expect(stateOf(got, wholeBook)).toEqual({ since: 8, before: null, touch });
  expect(stateOf(got, cumulativeDelta).day).toMatchObject({ number: 20_000, from: 9 });
  expect(stateOf(got, liquidity).settings.everyUs).toBe(10_000_000);
  expect(stateOf(got, health).rate.minimum).toBe(3);
  expect(stateOf(got, volumeProfile)).toEqual({ at: 10, made: { at: 6, finding: profile } });
  expect(stateOf(got, detectors).mid).toBe(5);
  expect(restored(older).studies).toEqual(studies);
});
