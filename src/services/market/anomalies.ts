import { waitingFor, type Finding } from '../../analytics/flow/detectors/index.ts';
import { US_PER_MS, US_PER_SECOND } from '../../core/index.ts';
import type { Absence, MarketReport } from './answers.ts';
import { aliveAt, isBlind } from './blindness.ts';
import { DOWN_MS } from './ingestion.ts';
import { absent, isWhole, whyNoBook, type Reading } from './reading.ts';

/** Why nothing can be judged; null while a whole book, its trades and time are seen. */
export function whyUnjudged(reading: Reading): string | null {
  if (!isWhole(reading)) return whyNoBook(reading);
  const { trade } = reading.symbol.streams;
  // A wall that was traded away and one that was pulled differ by their trades alone.
  if (isBlind(reading.symbol, 'trade') && trade.state !== 'stale') return `trades are ${trade.state}: ${trade.reason}`;
  const alive = aliveAt(reading.symbol);
  const silent = alive === null ? null : Math.round((reading.at - alive) / US_PER_SECOND);
  return alive === null || reading.at - alive > DOWN_MS * US_PER_MS
    ? `nothing has come for ${silent ?? 'an unknown number of'} s`
    : null;
}

/** The findings that go on; null while nothing can be judged. */
export const openFindings = (reading: Reading): readonly Finding[] | null =>
  whyUnjudged(reading) === null ? reading.market.detectors.findings.all.filter(({ end }) => end === null) : null;

/** Says in few words which detectors can't judge yet; returns how many. */
function tellWaiting({ market }: Reading, absences: Absence[]): number {
  const waiting = waitingFor(market.detectors);
  const [first] = waiting;
  if (first === undefined) return 0;
  const times = waiting.flatMap(({ readyAt }) => readyAt ?? []);
  const field = waiting.length > 1 ? 'anomalies' : `anomalies.${first.kind}`;
  absences.push(absent(field, first.reason, times.length === waiting.length ? Math.max(...times) : null));
  return waiting.length;
}

/** What goes on, as brief 003's report has it; null while nothing does and most detectors could not tell. */
export function reportAnomalies(reading: Reading, absences: Absence[]): MarketReport['anomalies'] {
  const open = openFindings(reading);
  if (open === null) {
    absences.push(absent('anomalies', whyUnjudged(reading) ?? 'unknown'));
    return null;
  }
  const waiting = tellWaiting(reading, absences);
  return open.length === 0 && waiting > 1 ? null : open.map(({ kind, severity, note }) => ({ type: kind, severity, note }));
}

/** Says of one market what can't be judged in it. */
export function tellAbsent(reading: Reading, absences: Absence[]): void {
  const own: Absence[] = [];
  if (openFindings(reading) === null) own.push(absent('anomalies', whyUnjudged(reading) ?? 'unknown'));
  else tellWaiting(reading, own);
  absences.push(...own.map(({ field, ...rest }) => ({ field: `${reading.market.id} ${field}`, ...rest })));
}
