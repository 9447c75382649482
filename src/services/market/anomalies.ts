import { waitingFor, type Finding } from '../../analytics/flow/detectors/index.ts';
import type { Absence, MarketReport } from './answers.ts';
import { absent, isWhole, whyNoBook, type Reading } from './reading.ts';

/** The findings that go on; null while there is no whole book to judge. */
export const openFindings = (reading: Reading): readonly Finding[] | null =>
  isWhole(reading) ? reading.market.detectors.findings.all.filter(({ end }) => end === null) : null;

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
    absences.push(absent('anomalies', whyNoBook(reading)));
    return null;
  }
  const waiting = tellWaiting(reading, absences);
  return open.length === 0 && waiting > 1 ? null : open.map(({ kind, severity, note }) => ({ type: kind, severity, note }));
}

/** Says of one market what can't be judged in it. */
export function tellAbsent(reading: Reading, absences: Absence[]): void {
  const own: Absence[] = [];
  if (openFindings(reading) === null) own.push(absent('anomalies', whyNoBook(reading)));
  else tellWaiting(reading, own);
  absences.push(...own.map(({ field, ...rest }) => ({ field: `${reading.market.id} ${field}`, ...rest })));
}
