import { depthTop, imbalanceTop, touchOf, type OrderBook } from '../../../analytics/book/index.ts';
import {
  balancePart,
  createRollingMedian,
  depthPart,
  flowPart,
  freshnessPart,
  HEALTH_WEIGHTS,
  healthScore,
  healthWeights,
  medianOf,
  medianReadyAt,
  isDue,
  observeValue,
  quotedSpreadBps,
  spreadPart,
  type RollingMedian,
} from '../../../analytics/flow/index.ts';
import { US_PER_SECOND } from '../../../core/index.ts';
import { anomaliesHealth, anomaliesHealthAbsence } from '../anomalies.ts';
import type { Absence, HealthParts, MarketReport } from '../answers.ts';
import { isBlind } from '../blindness.ts';
import { dataAgeMs, ingestionOf } from '../ingestion.ts';
import { absent, ageMs, isWhole, whyNoBook, type Reading } from '../reading.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type TimeView } from '../study.ts';
import { eventRate, ordersPerSecond, rateAt, rateReadyAt, whyNoRate } from './event-rate.ts';

/** Usual values of a market: medians over half an hour of its spread, depth and event rate. */
export interface HealthHistory {
  readonly spread: RollingMedian;
  readonly depth: RollingMedian;
  readonly rate: RollingMedian;
}

/** One sample per second; a median from five samples on, which gets more accurate for half an hour. */
const SETTINGS = { everyUs: US_PER_SECOND, minimum: 5 };

/** Levels per side in the depth: the number that a checksum proves, so that depth is comparable between venues. */
const DEPTH_LEVELS = 10;

/** Depth of both sides near the touch, base currency; null if fewer levels are known. */
export function depthNear(book: OrderBook): number | null {
  const [bid, ask] = [depthTop(book, 'bid', DEPTH_LEVELS), depthTop(book, 'ask', DEPTH_LEVELS)];
  return bid === null || ask === null ? null : bid + ask;
}

/** Samples a book in order once a second. */
function sample({ spread, depth, rate }: HealthHistory, { market, symbol, at, whole }: TimeView): void {
  if (!whole || !(isDue(spread, at) || isDue(depth, at) || isDue(rate, at))) return;
  const { book } = symbol.book;
  const touch = touchOf(book);
  observeValue(spread, touch && quotedSpreadBps(touch), at);
  observeValue(depth, depthNear(book), at);
  observeValue(rate, isBlind(symbol, 'trade') ? null : rateAt(stateOf(market, eventRate), at), at);
}

/** Market health: usual values, and the score relative to them. */
export const health = defineStudy({
  id: 'health',
  create: (): HealthHistory => ({
    spread: createRollingMedian(SETTINGS),
    depth: createRollingMedian(SETTINGS),
    rate: createRollingMedian(SETTINGS),
  }),
  pass: sample,
  read(_state, reading) {
    const absences: Absence[] = [];
    const found = healthOf(reading, absences);
    const why = absences.find(({ field }) => field === 'health');
    return { score: found?.score ?? { reason: why?.reason ?? 'unknown', ready_at: why?.ready_at ?? null } };
  },
});
/** Levels per side in the balance: the number that a checksum proves, so that balance is comparable between venues. */
const BALANCE_LEVELS = 10;

/** Minimum share of the weights with an input; a score from less is not meaningful. */
const WEIGHT_LEAST = 0.5;

const NO_UPDATE = 'the book is as its snapshot gave it: no newer update has come, and a snapshot sets no age';

const FEW_LEVELS = 'the book is not known ten levels deep';

/** Why a part is missing from the score; the weights of the other parts are then scaled up. */
function whyMissing(reading: Reading, part: keyof HealthParts): Absence {
  const field = `health.components.${part}`;
  const { spread, depth, rate } = stateOf(reading.market, health);
  const rateless = part === 'flow' ? whyNoRate(reading) : null;
  if (part === 'anomalies') return anomaliesHealthAbsence(reading);
  // The book is synced, so its snapshot arrived and only an update is missing.
  if (part === 'freshness') return absent(field, NO_UPDATE);
  if (part === 'balance' || (part === 'depth' && depthNear(reading.symbol.book.book) === null)) return absent(field, FEW_LEVELS);
  if (rateless !== null) return absent(field, rateless, rateReadyAt(reading));
  const usual = { spread, depth, flow: rate }[part];
  return medianOf(usual) === null
    ? absent(field, 'usual values are not known yet', medianReadyAt(usual))
    : absent(field, 'the usual value is 0');
}

/** Health score from the parts that have an input; null unless the book is synced and the feed alive. */
export function healthOf(reading: Reading, absences: Absence[]): MarketReport['health'] {
  const { symbol, market, at } = reading;
  const { book } = symbol.book;
  const touch = touchOf(book);
  if (!isWhole(reading) || symbol.streams.book?.state !== 'synced' || touch === null) {
    absences.push(absent('health', whyNoBook(reading)));
    return null;
  }
  // The age shows a dead feed long before the stream counts as stale.
  if (ingestionOf(reading).status === 'down') {
    absences.push(absent('health', `the feed is down: nothing has come for ${dataAgeMs(reading)} ms`));
    return null;
  }
  const { spread, depth, rate } = stateOf(market, health);
  const components = {
    spread: spreadPart(quotedSpreadBps(touch), medianOf(spread)),
    depth: depthPart(depthNear(book), medianOf(depth)),
    balance: balancePart(imbalanceTop(book, BALANCE_LEVELS)),
    flow: flowPart(ordersPerSecond(reading), medianOf(rate)),
    anomalies: anomaliesHealth(reading),
    freshness: freshnessPart(ageMs(symbol.streams.book.lastAt, at)),
  };
  const scored = healthScore(components);
  const present = scored === null ? 0 : 1 - scored.missing.reduce((sum, part) => sum + HEALTH_WEIGHTS[part], 0);
  if (scored === null || present < WEIGHT_LEAST) {
    absences.push(absent('health', 'less than half of what it weighs is known yet', medianReadyAt(depth)));
    return null;
  }
  absences.push(...scored.missing.map((part) => whyMissing(reading, part)));
  return { score: Math.round(scored.score), components, weights: healthWeights(components) };
}
