/** How alarms compare with the truth, summed over streams. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Median of alarm − event over the detected events; null if none was detected. */
  readonly delay: number | null;
  /** Alarms without an event, per thousand values. */
  readonly falseAlarms: number;
  readonly events: number;
}

interface Judged {
  readonly alarms: readonly number[];
  readonly truth: readonly number[];
  readonly length: number;
}

/**
 * Matches each event with the first unmatched alarm in [event − before, event + after]. An event without an alarm is missed. An unmatched
 * alarm is false, including a second alarm for the same event.
 */
export function score(streams: readonly Judged[], { before, after }: { readonly before: number; readonly after: number }): Score {
  const delays: number[] = [];
  let [events, alarms, length] = [0, 0, 0];
  for (const stream of streams) {
    const free = new Set(stream.alarms);
    for (const event of stream.truth) {
      const hit = [...free].filter((at) => at >= event - before && at <= event + after).sort((a, b) => a - b)[0];
      if (hit === undefined) continue;
      free.delete(hit);
      delays.push(hit - event);
    }
    events += stream.truth.length;
    alarms += stream.alarms.length;
    length += stream.length;
  }
  const found = delays.length;
  const precision = alarms > 0 ? found / alarms : 1;
  const recall = events > 0 ? found / events : 1;
  return {
    precision,
    recall,
    f1: found > 0 ? (2 * precision * recall) / (precision + recall) : Number(events + alarms === 0),
    delay: delays.sort((a, b) => a - b)[found >> 1] ?? null,
    falseAlarms: (1000 * (alarms - found)) / length,
    events,
  };
}
