import { waitingFor, type Finding } from '../../analytics/flow/detectors/index.ts';
import type { Absence, MarketReport } from './answers.ts';
import { absent, isWhole, whyNoBook, type Reading } from './reading.ts';

/** The findings that go on; null while there is no whole book to judge. */
export const openFindings = (reading: Reading): readonly Finding[] | null =>
  isWhole(reading) ? reading.market.detectors.findings.all.filter(({ end }) => end === null) : null;

/** Says in few words which detectors can't judge yet. */
export function tellWaiting({ market }: Reading, absences: Absence[]): void {
  const waiting = waitingFor(market.detectors);
  const [first] = waiting;
  if (first === undefined) return;
  const times = waiting.flatMap(({ readyAt }) => readyAt ?? []);
  const fields = waiting.map(({ kind }) => `anomalies.${kind}`).join(', ');
  absences.push(absent(fields, first.reason, times.length === waiting.length ? Math.max(...times) : null));
}

/** What goes on, as brief 003's report has it. */
export function reportAnomalies(reading: Reading, absences: Absence[]): MarketReport['anomalies'] {
  const open = openFindings(reading);
  if (open === null) {
    absences.push(absent('anomalies', whyNoBook(reading)));
    return null;
  }
  tellWaiting(reading, absences);
  return open.map(({ kind, severity, note }) => ({ type: kind, severity, note }));
}
