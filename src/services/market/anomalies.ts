import { anomaliesPart } from '../../analytics/flow/index.ts';
import { waitingFor, type Finding } from '../../analytics/flow/detectors/index.ts';
import { US_PER_MS } from '../../core/index.ts';
import type { Absence, MarketReport } from './answers.ts';
import { isBlind, whySilent } from './blindness.ts';
import { DOWN_MS } from './ingestion.ts';
import { stateOf } from './market-state.ts';
import { absent, isWhole, whyNoBook, type Reading } from './reading.ts';
import { standing } from './standing.ts';
import { detectors, findingsOf } from './studies/detectors.ts';

/** Why the detectors can't judge now; null while the book is synced and its trades and times are known. */
export function whyUnjudged(reading: Reading): string | null {
  if (!isWhole(reading)) return whyNoBook(reading);
  const { trade } = reading.symbol.streams;
  // Only trades distinguish a wall that was traded from one that was pulled.
  if (isBlind(reading.symbol, 'trade') && trade?.state !== 'stale') return standing(reading.symbol, 'trade');
  const silent = (kind: 'book' | 'trade') => whySilent(reading.symbol, kind, reading.at, DOWN_MS * US_PER_MS);
  return silent('book') ?? silent('trade');
}

/** The active findings; null while the detectors can't judge. */
export const openFindings = (reading: Reading): readonly Finding[] | null =>
  whyUnjudged(reading) === null ? findingsOf(reading.market).filter(({ end }) => end === null) : null;

/** One absence for each detector that can't judge yet. `list`: path of the list of findings. */
const waitingAbsences = ({ market }: Reading, list: string): Absence[] =>
  waitingFor(stateOf(market, detectors)).map(({ kind, reason, readyAt }) => absent(`${list}[type=${kind}]`, reason, readyAt));

/** The anomalies part of health: null while none is active and a detector can't judge yet. */
export function anomaliesHealth(reading: Reading): number | null {
  const open = openFindings(reading);
  if (open === null || (open.length === 0 && waitingFor(stateOf(reading.market, detectors)).length > 0)) return null;
  return anomaliesPart(open);
}

/** Adds the reason why the anomalies part is unknown. */
export function anomaliesHealthAbsence(reading: Reading): Absence {
  const field = 'health.components.anomalies';
  const waiting = waitingFor(stateOf(reading.market, detectors));
  const [first] = waiting;
  const why = whyUnjudged(reading);
  if (why !== null || first === undefined) return absent(field, why ?? 'unknown');
  const times = waiting.flatMap(({ readyAt }) => readyAt ?? []);
  return absent(field, first.reason, times.length === waiting.length ? Math.max(...times) : null);
}

/** The active anomalies in the form of the report; null while there are none and most detectors can't judge. */
export function reportAnomalies(reading: Reading, absences: Absence[]): MarketReport['anomalies'] {
  const open = openFindings(reading);
  if (open === null) {
    absences.push(absent('anomalies', whyUnjudged(reading) ?? 'unknown'));
    return null;
  }
  const waiting = waitingAbsences(reading, 'anomalies');
  if (open.length === 0 && waiting.length > 1) {
    absences.push({ ...anomaliesHealthAbsence(reading), field: 'anomalies' });
    return null;
  }
  absences.push(...waiting);
  return open.map(({ kind, severity, note }) => ({ type: kind, severity, note }));
}

/** Adds the absences of the detectors that can't judge one market. */
export function addDetectorAbsences(reading: Reading, absences: Absence[]): void {
  const list = `anomalies[venue=${reading.market.venue}][symbol=${reading.market.symbol}]`;
  const why = whyUnjudged(reading);
  absences.push(...(why === null ? waitingAbsences(reading, list) : [absent(list, why)]));
}
