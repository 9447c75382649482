import { US_PER_MINUTE, US_PER_MS, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import type { Effect } from '../../src/runtime/feed/index.ts';
import { createEngine, createMarketService } from '../../src/services/market/index.ts';
import { gapsOf } from '../../src/services/market/gaps.ts';
import { readMarket } from '../../src/services/market/reading.ts';
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
  /** Gaps of the trades, in order of their start. */
  readonly gaps: readonly {
    readonly from: number;
    readonly to: number;
    readonly noticed: number;
    readonly reason: string;
    readonly refill: string;
  }[];
  /** When an answer first listed a gap of the trades; null if none did. */
  readonly listedAt: number | null;
  /** Times of the trades that did not come as they happened, and of those in no listed gap. */
  readonly lost: readonly number[];
  readonly unlisted: readonly number[];
  /** Seconds from each trade that was fetched after the first live one to its arrival. */
  readonly fetchedAfter: readonly number[];
  readonly notes: readonly string[];
}

/** A trade as both the truth and the stream name it: the millisecond and the size. */
const nameOf = (at: Micros, size: number): string => `${Math.floor(at / US_PER_MS)} ${size.toFixed(3)}`;

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
  const traded: { readonly at: Micros; readonly name: string }[] = [];
  exchange.onTrade(({ at, size }) => {
    traded.push({ at, name: nameOf(at, size) });
    const start = at - (at % US_PER_MINUTE);
    truth.set(start, (truth.get(start) ?? 0) + size);
  });
  const engine = createEngine({ venues: new Map([[VENUE, binanceUsdm]]), source: 'simulated', settings: SETTINGS });
  let seq = 0;
  const live = new Map<string, number>();
  const fetchedAfter: number[] = [];
  let firstLive = Number.POSITIVE_INFINITY;
  const watch = (effects: readonly Effect[]) => {
    for (const effect of effects) {
      if (effect.kind !== 'event' || effect.event.type !== 'trade') continue;
      const { tsEvent, tsRecv, size, via } = effect.event;
      if (via === 'backfill') {
        if (tsEvent > firstLive) fetchedAfter.push((tsRecv - tsEvent) / US_PER_SECOND);
        continue;
      }
      firstLive = Math.min(firstLive, tsEvent);
      live.set(nameOf(tsEvent, size), (live.get(nameOf(tsEvent, size)) ?? 0) + 1);
    }
    return effects;
  };
  const driver = driveSimulated({
    venue: binanceUsdm,
    exchange,
    clock,
    apply: (input) => watch(engine.apply(input, { session: 1, seq: ++seq })),
    settings: { seed, backfillMinutes: 2 },
  });
  const market = createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
  const ask = () => market.getCandles({ symbol: SYMBOL, interval: '1m', limit: 30 });
  const since = (at: Micros) => (at - START) / US_PER_SECOND;
  const wrong: string[] = [];
  const completeAfter = new Map<Micros, number>();
  let bars = 0;
  let listedAt: number | null = null;
  const gapsNow = () => {
    const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, clock.now());
    return reading === null ? [] : gapsOf(reading).filter(({ stream }) => stream === 'trade');
  };
  for (const end = START + seconds * US_PER_SECOND; clock.now() < end;) {
    clock.advanceBy(LOOK_MS);
    if (listedAt === null && gapsNow().length > 0) listedAt = since(clock.now());
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
  const secondsOf = (time: string | undefined) => since(time === undefined ? clock.now() : Date.parse(time) * 1_000);
  const gaps = gapsNow()
    .map(({ from, to, noticed, reason, refill }) => ({
      from: secondsOf(from),
      to: secondsOf(to),
      noticed: secondsOf(noticed ?? from),
      reason,
      refill,
    }))
    .toSorted((a, b) => a.from - b.from);
  const lost = traded
    .filter(({ at, name }) => at > firstLive && at < clock.now() - US_PER_MINUTE / 10 && !takeOne(live, name))
    .map(({ at }) => since(at));
  const offset = (health.venues[0]?.clock_offset_ms ?? 0) / 1_000;
  return {
    wrong,
    bars,
    completeAfter: [...completeAfter.values()],
    absent: absent.map(({ reason }) => reason),
    gaps,
    listedAt,
    lost,
    fetchedAfter,
    unlisted: lost.filter((at) => !gaps.some(({ from, to }) => from <= at + offset + 0.001 && to >= at + offset - 0.001)),
    notes: health.venues.flatMap(({ notes }) => notes),
  };
}

/** Takes one of a name, if one is left. */
function takeOne(left: Map<string, number>, name: string): boolean {
  const count = left.get(name) ?? 0;
  left.set(name, count - 1);
  return count > 0;
}
