import { imbalanceTop, touchOf } from '../../analytics/book/index.ts';
import {
  balancePart,
  depthPart,
  flowPart,
  freshnessPart,
  healthScore,
  medianOf,
  medianReadyAt,
  quotedSpreadBps,
  spreadPart,
} from '../../analytics/flow/index.ts';
import type { Absence, MarketReport } from './answers.ts';
import { depthNear } from './health-history.ts';
import { absent, ageMs, isWhole, whyNoBook, type Reading } from './reading.ts';
import { ordersPerSecond } from './windows.ts';

const BALANCE_LEVELS = 20;

/** Health by brief 003 FR-019, from the parts whose input exists; null unless the book is whole and its stream in order. */
export function healthOf(reading: Reading, absences: Absence[]): MarketReport['health'] {
  const { symbol, market, at } = reading;
  const { book } = symbol.book;
  const touch = touchOf(book);
  if (!isWhole(reading) || symbol.streams.book.state !== 'synced' || touch === null) {
    absences.push(absent('health', whyNoBook(reading)));
    return null;
  }
  const { spread, depth, rate } = market.health;
  const components = {
    spread: spreadPart(quotedSpreadBps(touch), medianOf(spread)),
    depth: depthPart(depthNear(book), medianOf(depth)),
    balance: balancePart(imbalanceTop(book, BALANCE_LEVELS)),
    flow: flowPart(ordersPerSecond(reading), medianOf(rate)),
    // The detectors that this part rests on come with a later version.
    anomalies: null,
    freshness: freshnessPart(ageMs(symbol.streams.book.lastAt, at)),
  };
  const health = healthScore(components);
  if (health === null) return null;
  const readyAt = { spread: medianReadyAt(spread), depth: medianReadyAt(depth), flow: medianReadyAt(rate) };
  for (const part of health.missing) {
    const reason =
      part === 'anomalies' ? 'not computed: the detectors come with a later version' : 'what is usual is not known yet';
    absences.push(
      absent(
        `health.components.${part}`,
        `${reason}; the weights of the others are scaled up`,
        part in readyAt ? readyAt[part as keyof typeof readyAt] : null,
      ),
    );
  }
  return { score: Math.round(health.score), components };
}
