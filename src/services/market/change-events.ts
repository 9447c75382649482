import { toRfc3339, US_PER_MINUTE } from '../../core/index.ts';
import type { ChangeEvent } from './answers.ts';
import { gapsOf, gapText } from './gaps.ts';
import type { Reading } from './reading.ts';
import { findingsOf } from './studies/detectors.ts';

/**
 * Gaps that were noticed and anomalies that were detected in the last minutes, and earlier ones that ended in them, newest first. A gap
 * has the time at which it began, which may be before those minutes. A text says when each ended.
 */
export function changeEvents(reading: Reading, minutes: number): ChangeEvent[] {
  const { at, exchangeAt, market } = reading;
  const since = toRfc3339(at - minutes * US_PER_MINUTE);
  const here = (time: number) => toRfc3339(Math.max(0, Math.round(Math.min(at, time + (at - exchangeAt)))));
  const asOf = toRfc3339(Math.max(0, Math.round(at)));
  const gaps = gapsOf(reading).flatMap((gap): ChangeEvent[] => {
    const { from, to, noticed = from } = gap;
    const text = gapText(gap, asOf);
    if (noticed >= since) return [{ time: from, what: 'gap', text }];
    return to !== undefined && to >= since ? [{ time: to, what: 'gap_ended', text }] : [];
  });
  const anomalies = findingsOf(market).flatMap(({ detected, end, note }): ChangeEvent[] => {
    const [began, ended] = [here(detected), end === null ? null : here(end)];
    if (began >= since) return [{ time: began, what: 'anomaly', text: note }];
    return ended !== null && ended >= since ? [{ time: ended, what: 'anomaly_ended', text: note }] : [];
  });
  const keyOf = ({ time, what, text }: ChangeEvent) => `${time} ${what} ${text}`;
  return [...gaps, ...anomalies].toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
}
