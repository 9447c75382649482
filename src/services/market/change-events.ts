import { toRfc3339, US_PER_MINUTE } from '../../core/index.ts';
import type { ChangeEvent } from './answers.ts';
import { gapsOf, gapText } from './gaps.ts';
import type { Reading } from './reading.ts';
import { findingsOf } from './studies/detectors.ts';

/** Gaps and anomalies that began in the last minutes, and earlier ones that ended in them, newest first. A text says when each ended. */
export function changeEvents(reading: Reading, minutes: number): ChangeEvent[] {
  const { at, exchangeAt, market } = reading;
  const since = toRfc3339(at - minutes * US_PER_MINUTE);
  const here = (time: number) => toRfc3339(Math.max(0, Math.round(Math.min(at, time + (at - exchangeAt)))));
  const asOf = toRfc3339(Math.max(0, Math.round(at)));
  const gaps = gapsOf(reading).map((gap): ChangeEvent => {
    const text = gapText(gap, asOf);
    return gap.from >= since || gap.to === undefined
      ? { time: gap.from, what: 'gap', text }
      : { time: gap.to, what: 'gap_ended', text };
  });
  const anomalies = findingsOf(market).map(({ detected, end, note }): ChangeEvent => {
    const began = here(detected);
    return began >= since || end === null
      ? { time: began, what: 'anomaly', text: note }
      : { time: here(end), what: 'anomaly_ended', text: note };
  });
  const keyOf = ({ time, what, text }: ChangeEvent) => `${time} ${what} ${text}`;
  return [...gaps, ...anomalies].filter(({ time }) => time >= since).toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
}
