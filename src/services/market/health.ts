import { imbalanceTop, touchOf } from '../../analytics/book/index.ts';
import {
  balancePart,
  depthPart,
  flowPart,
  freshnessPart,
  HEALTH_WEIGHTS,
  healthScore,
  medianOf,
  medianReadyAt,
  quotedSpreadBps,
  spreadPart,
} from '../../analytics/flow/index.ts';
import { anomaliesHealth, anomaliesHealthAbsence } from './anomalies.ts';
import type { Absence, HealthParts, MarketReport } from './answers.ts';
import { depthNear } from './health-history.ts';
import { dataAgeMs, ingestionOf } from './ingestion.ts';
import { absent, ageMs, isWhole, whyNoBook, type Reading } from './reading.ts';
import { ordersPerSecond, rateReadyAt, whyNoRate } from './windows.ts';

/** As many levels a side as a checksum proves, so that balance is measured alike on every venue. */
const BALANCE_LEVELS = 10;

/** Share of FR-019's weights that must be there; a score of less says too little. */
const WEIGHT_LEAST = 0.5;

const NO_UPDATE = 'the book is as its snapshot gave it: no newer update has come, and a snapshot sets no age';

const FEW_LEVELS = 'the book is not known ten levels deep';

/** Why a part is not in the score, whose weights are then those of the others, scaled up. */
function whyMissing(reading: Reading, part: keyof HealthParts): Absence {
  const field = `health.components.${part}`;
  const { spread, depth, rate } = reading.market.health;
  const rateless = part === 'flow' ? whyNoRate(reading) : null;
  if (part === 'anomalies') return anomaliesHealthAbsence(reading);
  // The book is whole, so its snapshot did come.
  if (part === 'freshness') return absent(field, NO_UPDATE);
  if (part === 'balance' || (part === 'depth' && depthNear(reading.symbol.book.book) === null)) return absent(field, FEW_LEVELS);
  if (rateless !== null) return absent(field, rateless, rateReadyAt(reading));
  const usual = { spread, depth, flow: rate }[part];
  return medianOf(usual) === null
    ? absent(field, 'what is usual is not known yet', medianReadyAt(usual))
    : absent(field, 'what is usual is 0');
}

/** Health score (FR-019) from the parts that have an input; null unless the book is synced and the feed alive. */
export function healthOf(reading: Reading, absences: Absence[]): MarketReport['health'] {
  const { symbol, market, at } = reading;
  const { book } = symbol.book;
  const touch = touchOf(book);
  if (!isWhole(reading) || symbol.streams.book?.state !== 'synced' || touch === null) {
    absences.push(absent('health', whyNoBook(reading)));
    return null;
  }
  // A dead feed shows in its age long before its habit of silence is broken.
  if (ingestionOf(reading).status === 'down') {
    absences.push(absent('health', `the feed is down: nothing has come for ${dataAgeMs(reading)} ms`));
    return null;
  }
  const { spread, depth, rate } = market.health;
  const components = {
    spread: spreadPart(quotedSpreadBps(touch), medianOf(spread)),
    depth: depthPart(depthNear(book), medianOf(depth)),
    balance: balancePart(imbalanceTop(book, BALANCE_LEVELS)),
    flow: flowPart(ordersPerSecond(reading), medianOf(rate)),
    anomalies: anomaliesHealth(reading),
    freshness: freshnessPart(ageMs(symbol.streams.book.lastAt, at)),
  };
  const health = healthScore(components);
  const present = health === null ? 0 : 1 - health.missing.reduce((sum, part) => sum + HEALTH_WEIGHTS[part], 0);
  if (health === null || present < WEIGHT_LEAST) {
    absences.push(absent('health', 'less than half of what it weighs is known yet', medianReadyAt(market.health.depth)));
    return null;
  }
  absences.push(...health.missing.map((part) => whyMissing(reading, part)));
  return { score: Math.round(health.score), components };
}
