import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import { createEngine, createMarketService } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { SETTINGS } from '../bus/testing/simulated-run.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';
import { START } from './stage.ts';

const SYMBOL = 'BTCUSDT';
const VENUE = 'binance-usdm';
const LOOK_MS = 500;
/** The least step of this market's sizes. */
const STEP = 0.001;

export interface CandleProof {
  /** Complete bars with another volume than the truth. */
  readonly wrong: readonly string[];
  /** Complete bars seen. */
  readonly bars: number;
  /** Seconds from the end of each minute to its first complete bar. */
  readonly completeAfter: readonly number[];
  /** Why the newest bars have no volume at the end of the run. */
  readonly absent: readonly string[];
  readonly gaps: readonly { readonly from: number; readonly reason: string; readonly refill: string }[];
  readonly notes: readonly string[];
}

/** Runs a USD-M market and compares its complete bars with the truth twice a second. Times are seconds from the start. */
export async function runCandleProof(faults: string, seconds: number, seed = 5): Promise<CandleProof> {
  const clock = createVirtualClock(START);
  const exchange = createExchange({
    venue: 'binance-usdm',
    symbols: [SYMBOL],
    seed,
    clock,
    faults,
    levels: 60,
    intensity: 0.1,
    historyMinutes: 3,
    journalSeconds: 5,
  });
  const truth = new Map<Micros, number>();
  exchange.onTrade(({ at, size }) => {
    const start = at - (at % US_PER_MINUTE);
    truth.set(start, (truth.get(start) ?? 0) + size);
  });
  const engine = createEngine({ venues: new Map([[VENUE, binanceUsdm]]), source: 'simulated', settings: SETTINGS });
  let seq = 0;
  const driver = driveSimulated({
    venue: binanceUsdm,
    exchange,
    clock,
    apply: (input) => engine.apply(input, { session: 1, seq: ++seq }),
    settings: { seed, backfillMinutes: 2 },
  });
  const market = createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
  const ask = () => market.getCandles({ symbol: SYMBOL, interval: '1m', limit: 30 });
  const since = (at: Micros) => (at - START) / US_PER_SECOND;
  const wrong: string[] = [];
  const completeAfter = new Map<Micros, number>();
  let bars = 0;
  for (const end = START + seconds * US_PER_SECOND; clock.now() < end;) {
    clock.advanceBy(LOOK_MS);
    const answer = await ask().catch(() => null);
    for (const { start, volume, complete } of answer?.candles ?? []) {
      const at = Date.parse(start) * 1_000;
      if (!complete || at < START) continue;
      bars++;
      if (!completeAfter.has(at)) completeAfter.set(at, since(clock.now()) - since(at) - 60);
      const right = truth.get(at) ?? 0;
      if (volume === null || Math.abs(volume - right) > STEP / 2)
        wrong.push(`${since(clock.now())} s: the bar of ${start} has ${volume}, in truth ${right}`);
    }
  }
  const { absent } = await ask();
  const health = await market.getDataHealth({});
  driver.stop();
  exchange.stop();
  return {
    wrong,
    bars,
    completeAfter: [...completeAfter.values()],
    absent: absent.map(({ reason }) => reason),
    gaps: health.gaps
      .filter(({ stream }) => stream === 'trade')
      .map(({ from, reason, refill }) => ({ from: since(Date.parse(from) * 1_000), reason, refill }))
      .toReversed(),
    notes: health.venues.flatMap(({ notes }) => notes),
  };
}
