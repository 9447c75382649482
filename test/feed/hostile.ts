import { expect } from 'vitest';
import { US_PER_MINUTE, US_PER_SECOND, type Clock, type Micros, type Source } from '../../src/core/index.ts';
import { createEngine, createMarketService, type MarketService } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue, type TrueTrade } from '../../src/simulator/index.ts';
import { venueById } from '../../src/venues/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';
import type { HostileMode } from './hostile-modes.ts';
import { START } from './stage.ts';

export interface HostileRun {
  readonly venue: SimulatedVenue;
  readonly seed: number;
  readonly modes: readonly HostileMode[];
  /** Seconds between the end of a mode and the start of the next. */
  readonly restSeconds: number;
  /** Seconds before the first mode. */
  readonly firstSeconds: number;
  readonly intensity: number;
}

export interface HostileOutcome {
  /** False claims of answers. */
  readonly violations: readonly string[];
  /** Seconds from the end of each mode to recovery; null if there was no recovery before the next mode. */
  readonly recovered: readonly (readonly [mode: string, seconds: number | null])[];
  readonly counts: { looks: number; synced: number; windows: number; complete: number; rates: number; bars: number };
  readonly struck: ReadonlyMap<string, number>;
  readonly marketSeconds: number;
  readonly mostMemoryMb: number;
}

export const SYMBOLS = {
  'binance-spot': ['BTCUSDT', 'PEPEUSDT'],
  'kraken-spot': ['BTC/USD', 'LUNC/USD'],
  'binance-usdm': ['BTCUSDT', 'PEPEUSDT'],
} as const;
const SETTINGS = {
  REPORT_WINDOW_SEC: 1_800,
  FLOW_WINDOW_SEC: 30,
  WALL_THRESHOLD_MULTIPLIER: 1.5,
  WALL_MINIMUM_QTY: 0,
  VACUUM_THRESHOLD_PERCENTILE: 10,
};
const WINDOWS = [5, 30, 60];
const LOOK_MS = 500;
/** Data older than this must not be shown as younger than a second. */
const OLD_US = 2 * US_PER_SECOND;
const YOUNG_MS = 1_000;
/** Because of latency and the wire's millisecond times, a trade this close to a window's edge may be on either side. */
const EDGE_US = 0.6 * US_PER_SECOND;
const TRUTH_AFTER_US = 62 * US_PER_SECOND;
const SOURCE: Source = 'simulated';

interface Planned {
  readonly mode: HostileMode;
  readonly from: Micros;
  readonly to: Micros;
  readonly next: Micros;
}

const touchOf = (bid: readonly [number, number], ask: readonly [number, number]) =>
  `${bid[0]} × ${bid[1]}, ${ask[0]} × ${ask[1]}`;

/** Runs a server's engine on a venue that misbehaves in one way after another, and compares its answers with the truth. */
export async function runHostile(run: HostileRun): Promise<HostileOutcome> {
  const clock = createVirtualClock(START);
  const planned = planOf(run);
  const exchange = createExchange({
    venue: run.venue,
    symbols: SYMBOLS[run.venue],
    seed: run.seed,
    clock,
    faults: planned.map(({ mode, from }) => mode.faults?.((second) => momentOf(from, second)) ?? '').join(','),
    levels: 60,
    intensity: run.intensity,
    historyMinutes: 2,
    journalSeconds: 5,
  });
  const venue = venueById(run.venue);
  if (venue === undefined) throw new Error(`no venue ${run.venue}`);
  const steps = planned.flatMap(({ mode, from }) =>
    (mode.receive ?? []).map(([second, by]) => ({ at: from + second * US_PER_SECOND, by: by * US_PER_SECOND })),
  );
  const own: Clock = {
    now: () => steps.reduce((at, step) => (clock.now() >= step.at ? at + step.by : at), clock.now()),
    after: (ms, callback) => clock.after(ms, callback),
  };
  const truth = watchTruth(exchange, clock);
  const engine = createEngine({ venues: new Map([[run.venue, venue]]), source: SOURCE, settings: SETTINGS });
  let seq = 0;
  const apply = (input: Parameters<typeof engine.apply>[0]) => engine.apply(input, { session: 1, seq: ++seq });
  const driver = driveSimulated({ venue, exchange, clock: own, apply, settings: { seed: run.seed, backfillMinutes: 2 } });
  const market = createMarketService({ engine, clock: own, rawLog: null, syncWaitMs: 0 });
  const outcome = newOutcome();
  const end = (planned.at(-1)?.next ?? START) + US_PER_SECOND;
  while (clock.now() < end) {
    clock.advanceBy(LOOK_MS);
    for (const symbol of SYMBOLS[run.venue])
      await look({ market, symbol, truth, now: clock.now(), shift: own.now() - clock.now(), outcome, planned });
    noteRecovery(outcome, planned, clock.now());
    outcome.mostMemoryMb = Math.max(outcome.mostMemoryMb, process.memoryUsage().rss / 2 ** 20);
  }
  driver.stop();
  exchange.stop();
  for (const { kind } of exchange.fired) outcome.struck.set(kind, (outcome.struck.get(kind) ?? 0) + 1);
  const recovered = planned.map(({ mode }, i) => [mode.name, outcome.healed.get(i) ?? null] as const);
  return { ...outcome, recovered, marketSeconds: (clock.now() - START) / US_PER_SECOND };
}

const momentOf = (from: Micros, second: number): string => `${Math.round((from - START) / 1_000 + second * 1_000)}ms`;

function planOf({ modes, restSeconds, firstSeconds }: HostileRun): Planned[] {
  let from = START + firstSeconds * US_PER_SECOND;
  return modes.map((mode) => {
    const begin = from;
    const to = begin + mode.seconds * US_PER_SECOND;
    from = to + restSeconds * US_PER_SECOND;
    return { mode, from: begin, to, next: from };
  });
}

function newOutcome() {
  return {
    violations: [] as string[],
    healed: new Map<number, number>(),
    /** Whether each symbol had recovered at the last check. */
    well: new Map<string, boolean>(),
    counts: { looks: 0, synced: 0, windows: 0, complete: 0, rates: 0, bars: 0 },
    struck: new Map<string, number>(),
    mostMemoryMb: 0,
  };
}

type Outcome = ReturnType<typeof newOutcome>;

interface Truth {
  /** Whether this was the true touch at any time since `since`. */
  hadTouch(symbol: string, touch: string, since: Micros): boolean;
  trades(symbol: string): readonly TrueTrade[];
}

const TOUCHES_KEPT_US = 10 * US_PER_SECOND;
const TRADES_KEPT_US = 6 * US_PER_MINUTE;

function watchTruth(exchange: ReturnType<typeof createExchange>, clock: Clock): Truth {
  const touches = new Map<string, { at: Micros; touch: string }[]>();
  const trades = new Map<string, TrueTrade[]>();
  exchange.onTruth(({ symbol, bid, ask }) => {
    const kept = touches.get(symbol) ?? [];
    touches.set(symbol, kept);
    kept.push({ at: clock.now(), touch: touchOf(bid, ask) });
    // One older touch is kept, because it was valid until the oldest one of interest.
    while ((kept[1]?.at ?? Infinity) < clock.now() - TOUCHES_KEPT_US) kept.shift();
  });
  exchange.onTrade((trade) => {
    const kept = trades.get(trade.symbol) ?? [];
    trades.set(trade.symbol, kept);
    kept.push(trade);
    while ((kept[0]?.at ?? Infinity) < clock.now() - TRADES_KEPT_US) kept.shift();
  });
  return {
    hadTouch: (symbol, touch, since) =>
      (touches.get(symbol) ?? []).some((known, i, all) => known.touch === touch && (all[i + 1]?.at ?? Infinity) >= since),
    trades: (symbol) => trades.get(symbol) ?? [],
  };
}

interface Look {
  readonly market: MarketService;
  readonly symbol: string;
  readonly truth: Truth;
  readonly now: Micros;
  /** Receive clock minus the true one. */
  readonly shift: number;
  readonly outcome: Outcome;
  readonly planned: readonly Planned[];
}

/** Compares the answers about one market with the truth. */
async function look(at: Look): Promise<void> {
  const { market, symbol, truth, now, outcome, planned } = at;
  // Earlier windows begin before the truth was recorded.
  if (now < START + TRUTH_AFTER_US) return void outcome.well.set(symbol, false);
  const running = planned.findLast(({ from }) => from <= now);
  const broken = (what: string) =>
    outcome.violations.push(
      `${((now - START) / US_PER_SECOND).toFixed(1)} s, in or after "${running?.mode.name}": ${symbol} ${what}`,
    );
  outcome.counts.looks++;
  const heard = await market.getReport({ symbol }).catch(() => null);
  if (heard === null) return void outcome.well.set(symbol, false);
  const flow = await market.getFlow({ symbol, windows: WINDOWS });
  const { candles, coverage } = await market.getCandles({ symbol, interval: '1m', limit: 5 });
  const book = heard.inputs.find(({ stream }) => stream === 'book');
  const { best_bid: bid, best_ask: ask } = heard;
  if (book?.state === 'synced') outcome.counts.synced++;
  if (book?.state === 'synced' && book.age_ms !== null && book.age_ms < YOUNG_MS && bid !== null && ask !== null) {
    const touch = touchOf([bid.price, bid.qty], [ask.price, ask.qty]);
    if (!truth.hadTouch(symbol, touch, now - OLD_US))
      broken(`is synced at an age of ${book.age_ms} ms with ${touch}, which is over 2 s old`);
  }
  const unseen = running?.mode.unseenSeconds === undefined ? OLD_US : running.mode.unseenSeconds * US_PER_SECOND;
  for (const window of flow.windows) {
    outcome.counts.windows++;
    if (!window.complete) {
      if (window.buy !== null || window.trades !== null) broken(`has sums of an incomplete window of ${window.seconds} s`);
      continue;
    }
    outcome.counts.complete++;
    const inside = truth.trades(symbol).filter((trade) => isInside(trade, now - window.seconds * US_PER_SECOND, now - unseen));
    const around = truth.trades(symbol).filter((trade) => isAround(trade, now - window.seconds * US_PER_SECOND, now));
    if ((window.trades ?? 0) < inside.length || (window.trades ?? 0) > around.length)
      broken(`says ${window.trades} trades in ${window.seconds} s, complete; in truth ${inside.length} to ${around.length}`);
  }
  if (heard.flow.orders_per_sec !== null) {
    outcome.counts.rates++;
    if (heard.flow.orders_per_sec === 0) broken('says that nothing happens');
  }
  const covered = heard.liquidity.profile?.covered_sec ?? 0;
  if (covered < 0 || covered > SETTINGS.REPORT_WINDOW_SEC) broken(`has a profile of ${covered} s`);
  for (const candle of candles) {
    const start = Date.parse(candle.start) * 1_000;
    const until = start + US_PER_MINUTE;
    if (start > now + EDGE_US) broken(`has a bar of the future, ${candle.start}`);
    if (candle.complete && candle.volume === null) broken(`has a complete bar without a volume, ${candle.start}`);
    // Skips bars from before the truth was kept, unfinished bars, and bars reported to lack trades.
    if (start < now - 4 * US_PER_MINUTE || start < START || candle.volume === null) continue;
    if (!candle.complete && until > now - unseen) continue;
    outcome.counts.bars++;
    const volume = (test: typeof isInside) =>
      truth.trades(symbol).reduce((sum, trade) => (test(trade, start, until) ? sum + trade.size : sum), 0);
    if (candle.volume < volume(isInside) * (1 - 1e-9) || candle.volume > volume(isAround) * (1 + 1e-9))
      broken(
        `bar ${candle.start} has ${candle.volume}, in truth ${volume(isInside)} to ${volume(isAround)}; coverage complete: ${coverage.complete}`,
      );
  }
  const isWell =
    heard.inputs.every(({ state }) => state === 'synced') &&
    (book?.age_ms ?? Infinity) < 2 * YOUNG_MS &&
    flow.windows.slice(0, 2).every(({ complete }) => complete) &&
    flow.orders_per_sec !== null &&
    !heard.caveats.some((caveat) => caveat.startsWith('The clock'));
  outcome.well.set(symbol, isWell);
}

const isInside = ({ at }: TrueTrade, from: Micros, to: Micros): boolean => at > from + EDGE_US && at <= to - EDGE_US;
const isAround = ({ at }: TrueTrade, from: Micros, to: Micros): boolean => at > from - EDGE_US && at <= to + EDGE_US;

function noteRecovery(outcome: Outcome, planned: readonly Planned[], now: Micros): void {
  const i = planned.findLastIndex(({ to }) => to <= now);
  const { to, next } = planned[i] ?? {};
  if (to === undefined || next === undefined || now >= next || outcome.healed.has(i)) return;
  if ([...outcome.well.values()].every(Boolean)) outcome.healed.set(i, (now - to) / US_PER_SECOND);
}

/** Fails on any false claim, and on any mode without a recovery. */
export function expectUnharmed({ violations, recovered }: HostileOutcome): void {
  expect(violations).toEqual([]);
  expect(recovered.filter(([, seconds]) => seconds === null)).toEqual([]);
}

/** One line for people. */
export function hostileLine(
  venue: SimulatedVenue,
  { violations, recovered, counts, marketSeconds, mostMemoryMb }: HostileOutcome,
): string {
  const slowest = Math.max(...recovered.map(([, seconds]) => seconds ?? Number.POSITIVE_INFINITY));
  return (
    `${venue}: ${recovered.length} hostile modes in ${Math.round(marketSeconds)} s of market time, ${violations.length} false claims; ` +
    `${counts.looks} looks (${counts.synced} synced), ${counts.complete} of ${counts.windows} windows complete, ${counts.bars} bars held ` +
    `against the truth; slowest recovery ${slowest.toFixed(1)} s; ${Math.round(mostMemoryMb)} MB at most\n`
  );
}
