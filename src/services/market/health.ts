import { imbalanceTop, touchOf } from '../../analytics/book/index.ts';
import { waitingFor } from '../../analytics/flow/detectors/index.ts';
import {
  anomaliesPart,
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
import { openFindings } from './anomalies.ts';
import type { Absence, MarketReport } from './answers.ts';
import { depthNear, type HealthHistory } from './health-history.ts';
import { dataAgeMs, ingestionOf } from './ingestion.ts';
import { absent, ageMs, isWhole, whyNoBook, type Reading } from './reading.ts';
import { ordersPerSecond } from './windows.ts';

/** As many levels a side as a checksum proves, so that balance is measured alike on every venue. */
const BALANCE_LEVELS = 10;

/** Share of FR-019's weights that must be there; a score of less says too little. */
const WEIGHT_LEAST = 0.5;

/** Says in few words which parts are not in the score: its weights are then those of the others, scaled up. */
function tellMissing(missing: readonly string[], { spread, depth, rate }: HealthHistory, absences: Absence[]): void {
  const learning = missing.filter((part) => part === 'spread' || part === 'depth' || part === 'flow');
  if (learning.length > 0) {
    const times = [spread, depth, rate].flatMap((median) => medianReadyAt(median) ?? []);
    absences.push(
      absent(
        `health.components.${learning.join(', ')}`,
        'what is usual is not known yet',
        times.length > 0 ? Math.max(...times) : null,
      ),
    );
  }
}

/** Null while most of the detectors can't judge yet. */
function anomaliesOf(reading: Reading): number | null {
  const open = openFindings(reading);
  const waiting = waitingFor(reading.market.detectors);
  return open === null || waiting.length > 1 ? null : anomaliesPart(open);
}

/** Health by brief 003 FR-019, from the parts whose input exists; null unless the book is whole, its stream in order and the feed alive. */
export function healthOf(reading: Reading, absences: Absence[]): MarketReport['health'] {
  const { symbol, market, at } = reading;
  const { book } = symbol.book;
  const touch = touchOf(book);
  if (!isWhole(reading) || symbol.streams.book.state !== 'synced' || touch === null) {
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
    anomalies: anomaliesOf(reading),
    freshness: freshnessPart(ageMs(symbol.streams.book.lastAt, at)),
  };
  const health = healthScore(components);
  const present = health === null ? 0 : 1 - health.missing.reduce((sum, part) => sum + HEALTH_WEIGHTS[part], 0);
  if (health === null || present < WEIGHT_LEAST) {
    absences.push(absent('health', 'less than half of what it weighs is known yet', medianReadyAt(market.health.depth)));
    return null;
  }
  tellMissing(health.missing, market.health, absences);
  return { score: Math.round(health.score), components };
}
