import { toRfc3339, US_PER_MINUTE } from '../../core/index.ts';
import type { ChangeEvent } from './answers.ts';
import { gapsOf, gapText } from './gaps.ts';
import type { Reading } from './reading.ts';
import { findingsOf } from './studies/detectors.ts';

/** Begun and ended gaps and anomalies of the last minutes, newest first. */
export function changeEvents(reading: Reading, minutes: number): ChangeEvent[] {
  const { at, exchangeAt, market } = reading;
  const since = toRfc3339(at - minutes * US_PER_MINUTE);
  const here = (time: number) => toRfc3339(Math.max(0, Math.round(Math.min(at, time + (at - exchangeAt)))));
  const gaps = gapsOf(reading).flatMap((gap): ChangeEvent[] => [
    { time: gap.from, what: 'gap', text: gapText(gap) },
    ...(gap.to === undefined ? [] : [{ time: gap.to, what: 'gap_ended', text: gapText(gap) } as const]),
  ]);
  const anomalies = findingsOf(market).flatMap(({ detected, end, note }): ChangeEvent[] => [
    { time: here(detected), what: 'anomaly', text: note },
    ...(end === null ? [] : [{ time: here(end), what: 'anomaly_ended', text: note } as const]),
  ]);
  return [...gaps, ...anomalies]
    .filter(({ time }) => time >= since)
    .toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
}
