import { US_PER_MINUTE, US_PER_SECOND, type Micros, type Touch } from '../../../core/index.ts';
import { isKnown, median, percentile, type OrderBook } from '../../book/index.ts';
import { createRollingMedian, medianOf, observeValue, type RollingMedian } from '../rolling-median.ts';
import { crashFacts, withFall, type CrashSight } from './flash-crash-facts.ts';
import { crashParts, crashRisk, crashSeverity, fallPart, type CrashInput } from './flash-crash-score.ts';
import { addFinding, noteJudgement, type Finding, type Findings } from './findings.ts';
import { fallWithin, withMid, type LargestFall } from './largest-fall.ts';
import {
  followLowest,
  newTradedPrices,
  passSilentSecond,
  passTradedSecond,
  restartPrices,
  takeTradedPrice,
  type TradedPrices,
} from './lowest-trade.ts';
import { GAP_US, type KnownTrades, type Mark, type Print } from './types.ts';
import {
  newVpinWatch,
  passVpinSecond,
  recordVpin,
  restartVpin,
  takeVpinTrade,
  vpinNow,
  vpinPercentile,
  type VpinRestart,
  type VpinWatch,
} from './vpin-watch.ts';

export interface CrashWatch {
  /** Time of the last second, with or without a book, and of the last sample of a complete book. */
  judged: Micros | null;
  sampled: Micros | null;
  /** Whether the book was replaced or lost since that sample. */
  lost: boolean;
  /** Log positions of the last minute, one every ten seconds; the evidence of a finding starts at one. */
  marks: Mark[];
  readonly spread: RollingMedian;
  /** Medians of spread, near depth and depth, recomputed every few seconds. */
  usual: { spread: number | null; near: number | null; depth: number | null };
  /** Spreads of the last seconds, bps; their median is the current spread, so that a short spike does not count. */
  spreads: number[];
  /** Mids of the last ten seconds, and the usual move in ten seconds as a share of the mid; null before the first. */
  mids: number[];
  usualMove: number | null;
  moves: number;
  /** Depth within 1 %, base currency, over a day. */
  readonly depth: RollingMedian;
  /** Depth near the mid over half an hour; it can detect a thin book long before there is a day of history. */
  near: RollingMedian;
  /** The near distance as a share of the mid, and the number of seconds in which not all bids within it were known. */
  reach: number | null;
  unknown: number;
  /** Signed volume of each of the last seconds, of the current second, and of past periods of ten seconds. */
  seconds: number[];
  current: number;
  flows: number[];
  /** Statistics of `flows`, recomputed after each addition. */
  usualFlow: { readonly mean: number; readonly deviation: number } | null;
  flowTicks: number;
  readonly vpin: VpinWatch;
  /** Current run of seconds at or above the warning level, and (`calm`) the number of seconds below the end level since. */
  run: { readonly from: Mark; readonly at: Micros; length: number } | null;
  calm: number;
  /** Largest fall of the mid since ten seconds before the current run or risk; null outside of them. */
  fall: LargestFall | null;
  traded: TradedPrices;
}

export const FLOW_SECONDS = 10;
const FLOWS = 180;
const FLOW_BOUND = 4;
const MAD_TO_SD = 1.4826;
export const FLOWS_LEAST = 12;
const SPREAD_SECONDS = 5;
const USUAL_SECONDS = 5;
/** The near distance: this share of the mid, or this many usual spreads if wider. */
const NEAR_BPS = 10;
const NEAR_SPREADS = 5;
const NEAR_HISTORY = { everyUs: 5 * US_PER_SECOND };
/** After this many seconds with a smaller known range, a smaller distance is used. */
const UNKNOWN_SECONDS = 30;
/** A warning starts after three seconds, and ends after half a minute below this. */
const RUN_LEAST = 3;
const CALM_BELOW = 0.4;
const CALM_SECONDS = 30;
/** All are required: a widening spread, a thinning book, selling pressure. */
const SIGN_LEAST = 0.35;
const FALL_LEAST = 0.5;
const THIN = 0.25;
/** A fast fall may begin in a book that is less thin, because its bids follow the price. */
const THIN_FALLING = 0.6;
/** The usual move is a mean over this many seconds, in which one move counts at most this many times the mean. */
const MOVE_SECONDS = 900;
const MOVE_MOST = 3;
const MOVES_LEAST = 120;
/** Standard deviation of a normal variable over its mean absolute value. */
const MAD_MEAN_TO_SD = 1.2533;
const WITHIN = 0.01;
const STRANGE_MOST_US = 5 * US_PER_MINUTE;
const BPS = 10_000;

export const newCrashWatch = (): CrashWatch => ({
  judged: null,
  sampled: null,
  lost: false,
  marks: [],
  spread: createRollingMedian({ everyUs: 2 * US_PER_SECOND, minimum: 60 }),
  usual: { spread: null, near: null, depth: null },
  spreads: [],
  mids: [],
  usualMove: null,
  moves: 0,
  depth: createRollingMedian({ windowUs: 24 * 60 * US_PER_MINUTE, everyUs: US_PER_MINUTE, minimum: 24 * 60 - 15 }),
  near: createRollingMedian(NEAR_HISTORY),
  reach: null,
  unknown: 0,
  seconds: [],
  current: 0,
  flows: [],
  usualFlow: null,
  flowTicks: 0,
  vpin: newVpinWatch(),
  run: null,
  calm: 0,
  fall: null,
  traded: newTradedPrices(),
});

/** Processes one print. */
export function takeCrashPrint(watch: CrashWatch, { at, price, size, side }: Print): void {
  watch.current += side === 'buy' ? size : -size;
  takeVpinTrade(watch.vpin, { at, side, size });
  takeTradedPrice(watch.traded, { at, price });
}

/** Size of bids within a distance (a share of the mid), base currency; null if not all of them are known. */
function bidDepthWithin(book: OrderBook, mid: number, within: number): number | null {
  const edge = mid * (1 - within);
  if (!isKnown(book, 'bid', edge)) return null;
  const { keys, sizes, count } = book.bid;
  let sum = 0;
  for (let i = count - 1; i >= 0 && keys[i]! >= edge; i--) sum += sizes[i]!;
  return sum;
}

/** The near distance: half of the known range of bids, up to a limit, so that it stays known when the price moves. */
function chooseReach(book: OrderBook, mid: number, usualSpreadBps: number | null): number {
  const wanted = Math.max(NEAR_BPS, NEAR_SPREADS * (usualSpreadBps ?? 0)) / BPS;
  const { from } = book.known;
  return from === null ? wanted : Math.min(wanted, (mid - from) / mid / 2);
}

/** Depth near the mid. The distance stays the same as long as the book is known that far. */
function nearDepth(watch: CrashWatch, book: OrderBook, mid: number): number | null {
  if (watch.reach === null || watch.unknown > UNKNOWN_SECONDS) {
    watch.reach = chooseReach(book, mid, medianOf(watch.spread));
    watch.near = createRollingMedian(NEAR_HISTORY);
    watch.usual = { ...watch.usual, near: null };
    watch.unknown = 0;
  }
  const depth = watch.reach > 0 ? bidDepthWithin(book, mid, watch.reach) : null;
  watch.unknown = depth === null ? watch.unknown + 1 : 0;
  return depth;
}

const push = (values: number[], value: number, most: number): void => {
  values.push(value);
  if (values.length > most) values.shift();
};

/**
 * Mean and standard deviation of past flows; null with too few. Flows beyond four robust deviations (1.4826 × MAD) are clipped to
 * that bound, so that a burst does not hide the next one.
 */
function usualFlow(flows: readonly number[]): CrashWatch['usualFlow'] {
  if (flows.length < FLOWS_LEAST) return null;
  const middle = median(flows) ?? 0;
  const bound = FLOW_BOUND * MAD_TO_SD * (median(flows.map((value) => Math.abs(value - middle))) ?? 0);
  const bounded = bound > 0 ? flows.map((value) => Math.min(middle + bound, Math.max(middle - bound, value))) : flows;
  const mean = bounded.reduce((sum, value) => sum + value, 0) / bounded.length;
  const deviation = Math.sqrt(bounded.reduce((sum, value) => sum + (value - mean) ** 2, 0) / bounded.length);
  return { mean, deviation };
}

/** z-score of the net flow of the last ten seconds relative to past flows; null with too few past flows. */
function flowZ({ seconds, usualFlow: usual }: CrashWatch): number | null {
  if (usual === null || !(usual.deviation > 0) || seconds.length < FLOW_SECONDS) return null;
  return (seconds.reduce((sum, value) => sum + value, 0) - usual.mean) / usual.deviation;
}

/**
 * Fall of the mid in the last ten seconds, in usual moves (standard deviations of ten seconds, at least half the usual spread). Null while
 * the usual move is not known.
 */
function fallOf(watch: CrashWatch, mid: number, keeps: boolean): number | null {
  push(watch.mids, mid, FLOW_SECONDS + 1);
  const before = watch.mids[0]!;
  if (watch.mids.length <= FLOW_SECONDS) return null;
  const move = Math.log(mid / before);
  const { usualMove, moves } = watch;
  const spread = watch.usual.spread;
  const usual =
    usualMove === null || spread === null || moves < MOVES_LEAST ? null : Math.max(MAD_MEAN_TO_SD * usualMove, spread / 2 / BPS);
  if (keeps) {
    watch.moves = Math.min(MOVE_SECONDS, moves + 1);
    const size = usualMove === null || moves < FLOWS_LEAST ? Math.abs(move) : Math.min(Math.abs(move), MOVE_MOST * usualMove);
    watch.usualMove = (usualMove ?? 0) + (size - (usualMove ?? 0)) / watch.moves;
  }
  return usual === null || !(usual > 0) ? null : -move / usual;
}

/**
 * After a gap, what is measured over seconds or over trades starts again, because prices and trades in between are unknown. A reported
 * risk ends with its last observation: a risk after the gap is another finding, with its own fall.
 */
function startAgain(watch: CrashWatch, findings: Findings, restart: VpinRestart): void {
  const open = openOne(findings);
  if (open !== undefined) open.end = open.last;
  watch.spreads = [];
  watch.mids = [];
  watch.seconds = [];
  watch.current = 0;
  watch.run = null;
  watch.calm = 0;
  watch.fall = null;
  watch.traded = restartPrices(watch.traded);
  restartVpin(watch.vpin, restart);
}

/** In the seconds since the last sample the book did not change: its mid and spread stayed. Trades since then are in `current`. */
function fillSilence(watch: CrashWatch, seconds: number): void {
  const mid = watch.mids.at(-1);
  const spread = watch.spreads.at(-1);
  if (mid === undefined || spread === undefined) return;
  for (let i = Math.min(seconds, FLOW_SECONDS); i > 0; i--) {
    push(watch.mids, mid, FLOW_SECONDS + 1);
    push(watch.spreads, spread, SPREAD_SECONDS);
    push(watch.seconds, 0, FLOW_SECONDS);
    passSilentSecond(watch.traded);
  }
}

/** Accounts for the time since the last sample: nothing is known of it if the book was lost, and a silent book stayed as it was. */
function bridge(watch: CrashWatch, findings: Findings, at: Micros): void {
  const passed = watch.sampled === null ? 0 : at - watch.sampled;
  if (passed < 0) startAgain(watch, findings, { at, why: 'clock corrected' });
  else if (watch.lost && passed > GAP_US) startAgain(watch, findings, { at, why: 'book lost' });
  else if (passed > GAP_US) fillSilence(watch, Math.round(passed / US_PER_SECOND) - 1);
  watch.sampled = at;
  watch.lost = false;
}

const over = (value: number | null, usual: number | null): number | null =>
  value === null || usual === null || !(usual > 0) ? null : value / usual;

/** One second of a complete book. */
interface CrashSecond {
  readonly book: OrderBook;
  readonly touch: Touch;
  readonly mark: Mark;
  readonly trades: KnownTrades;
}

/**
 * Samples one second of a complete book and returns the parts. Current values are compared with the earlier baseline.
 * While a risk is reported, for at most five minutes, samples are kept out of the baseline.
 */
export function observeCrash(watch: CrashWatch, findings: Findings, second: CrashSecond): CrashSight {
  const { book, touch, mark, trades } = second;
  const { at } = mark;
  const mid = (touch.bid + touch.ask) / 2;
  bridge(watch, findings, at);
  if (watch.marks.length === 0 || at - watch.marks.at(-1)!.at >= FLOW_SECONDS * US_PER_SECOND) {
    watch.marks.push(mark);
    if (watch.marks.length > 7) watch.marks.shift();
  }
  push(watch.spreads, ((touch.ask - touch.bid) / mid) * BPS, SPREAD_SECONDS);
  push(watch.seconds, watch.current, FLOW_SECONDS);
  watch.current = 0;
  passTradedSecond(watch.traded);
  const vpin = vpinNow(watch.vpin, trades);
  const open = openOne(findings);
  const usualNow = open === undefined || at - open.onset > STRANGE_MOST_US;
  const spreadNow = percentile(Float64Array.from(watch.spreads).sort(), 50);
  if (watch.flowTicks % USUAL_SECONDS === 0)
    watch.usual = { spread: medianOf(watch.spread), near: medianOf(watch.near), depth: medianOf(watch.depth) };
  const usualDepth = watch.usual.depth;
  const minuteOver = Math.floor(at / US_PER_MINUTE) > Math.floor((watch.depth.times.at(-1) ?? 0) / US_PER_MINUTE);
  const depthNow = usualDepth !== null || minuteOver ? bidDepthWithin(book, mid, WITHIN) : null;
  const nearNow = nearDepth(watch, book, mid);
  const near = over(nearNow, watch.usual.near);
  const input: CrashInput = {
    // Until there is a day of history, depth near the mid relative to its last half hour is used; `seen` shows both.
    depth: over(depthNow, usualDepth) ?? near,
    spread: over(spreadNow, watch.usual.spread),
    fall: fallOf(watch, mid, usualNow),
    vpinCdf: vpinPercentile(watch.vpin, vpin),
    flowZ: flowZ(watch),
    // Spot venues have no liquidations; liquidations of other venues would go here.
    liquidations: null,
  };
  if (usualNow) {
    observeValue(watch.spread, spreadNow, at);
    observeValue(watch.depth, depthNow, at);
    observeValue(watch.near, nearNow, at);
    recordVpin(watch.vpin, vpin, at);
  }
  watch.flowTicks++;
  if (usualNow && watch.flowTicks % FLOW_SECONDS === 0 && watch.seconds.length === FLOW_SECONDS) {
    const flow = watch.seconds.reduce((total, volume) => total + volume, 0);
    push(watch.flows, flow, FLOWS);
    watch.usualFlow = usualFlow(watch.flows);
  }
  passVpinSecond(watch.vpin, trades.missing, at);
  return { input, parts: crashParts(input), near, trades };
}

/** Whether the book is thinning, the spread widening and selling pressure high at the same time. */
function allSigns({ input, parts, near }: CrashSight): boolean {
  const falling = fallPart(input.fall) ?? 0;
  // If the thinness of the book is unknown, the other parts need higher values.
  const unknown = parts.depth === null && near === null;
  const thin =
    unknown || (near === null ? (parts.depth ?? 0) >= SIGN_LEAST : near <= (falling >= FALL_LEAST ? THIN_FALLING : THIN));
  const least = unknown ? 1.5 * SIGN_LEAST : SIGN_LEAST;
  return thin && (parts.spread ?? 0) >= least && Math.max(parts.flow ?? 0, parts.liquidations ?? 0) >= least;
}

const openOne = ({ all }: Findings): Finding | undefined =>
  all.findLast(({ kind, end }) => kind === 'flash_crash_risk' && end === null);

/** Judges one second. */
export function judgeCrash(watch: CrashWatch, findings: Findings, sight: CrashSight, mark: Mark, mid: number): void {
  const risk = crashRisk(sight.parts);
  const open = openOne(findings);
  const score = risk === null ? 0 : risk.score;
  if (risk !== null) noteJudgement(findings, 'flash_crash_risk', risk.score, mark.at);
  const severity = risk === null ? null : crashSeverity(risk.score);
  const rising = severity !== null && (open !== undefined || allSigns(sight));
  if (rising) {
    watch.run ??= { from: watch.marks[0] ?? mark, at: mark.at, length: 0 };
    watch.run.length++;
  } else watch.run = null;
  const falls = open !== undefined || watch.run !== null;
  watch.fall = falls ? fallOfRun(watch, mid, mark.at) : null;
  watch.traded.fall = falls ? followLowest(watch.traded, watch.mids.length, mark.at) : null;
  if (open !== undefined) {
    // A second without a score is not a calm one.
    if (risk !== null) watch.calm = score < CALM_BELOW ? watch.calm + 1 : 0;
    if (severity !== null) {
      open.last = mark.at;
      open.to = mark;
      Object.assign(
        open,
        withFall(score > open.score ? crashFacts(sight, score, severity) : open, watch, open.onset, sight.trades),
      );
    }
    if (watch.calm >= CALM_SECONDS) open.end = open.last;
    return;
  }
  watch.calm = 0;
  if (severity === null || watch.run === null || watch.run.length < RUN_LEAST) return;
  const { from, at: onset } = watch.run;
  const facts = withFall(crashFacts(sight, score, severity), watch, onset, sight.trades);
  addFinding(findings, { kind: 'flash_crash_risk', side: 'bid', price: null, ...facts, onset, from, to: mark, mid }, mark.at);
}

/** The largest fall so far with this second's mid; a run begins with the mids of the ten seconds before. */
const fallOfRun = ({ fall, mids }: CrashWatch, mid: number, at: Micros): LargestFall =>
  fall === null ? (fallWithin(mids, at) ?? withMid(null, mid, at)) : withMid(fall, mid, at);
