import type { AnomaliesAnswer, Anomaly, AnswerBase, ExplainedAnomaly, InputState } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, leftOut, round, roundSize } from '../market/concise.ts';
import { anomalyLine } from './anomaly-line.ts';
import { watchText } from './watch-text.ts';

/** Longest concise answer without its receipt, as JSON: under 600 tokens with it. */
const MOST_LENGTH = 1_430;
/** Reasons why a market is not judged, beside anomalies or without; over many markets each has several. */
const absentBeside = (anomalies: number): number => (anomalies > 0 ? 1 : 2);

const toSecond = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

/** One anomaly in short: its note summarises it, and `explain_anomaly` shows the evidence. */
export const conciseAnomaly = (anomaly: Anomaly): Anomaly => ({
  ...anomaly,
  score: round(anomaly.score, 3),
  parts: {},
  seen: {},
  onset: toSecond(anomaly.onset),
  detected: toSecond(anomaly.detected),
  end: anomaly.end && toSecond(anomaly.end),
  evidence: anomaly.evidence && {
    ...anomaly.evidence,
    from: toSecond(anomaly.evidence.from),
    to: toSecond(anomaly.evidence.to),
  },
  outcome: {
    mid: anomaly.outcome.mid,
    after: anomaly.outcome.after.flatMap(({ seconds, bps }) => (bps === null ? [] : [{ seconds, bps: round(bps, 1) }])).slice(-1),
  },
});

/** The input that sets the age, and the input that sets the state if it is a different one. */
function settersOf({ inputs, age_ms: age, state }: AnswerBase): InputState[] {
  const aged = inputs.find((input) => input.age_ms === age);
  const worst = aged?.state === state ? aged : inputs.find((input) => input.state === state);
  return inputs.filter((input) => input === aged || input === worst);
}

type Shown = Omit<AnomaliesAnswer, 'anomalies' | 'watched' | 'threshold'> & { lines: string[] };

/** The first anomalies, a line each, within the length; at least one. `left_out` and a caveat count the others. */
export function conciseAnomalies({ watched = [], threshold, anomalies, ...answer }: AnomaliesAnswer): Shown {
  const base = conciseBase(answer);
  const absent = conciseAbsences(answer.absent);
  const shown = absentBeside(anomalies.length);
  const inputs = settersOf(base);
  const withLines = (lines: string[]): Shown => ({
    ...answer,
    ...base,
    inputs,
    caveats: [
      ...base.caveats,
      ...watchText(watched, answer.as_of, threshold),
      ...leftOut([
        [anomalies.length, "anomaly's evidence", "anomalies' evidence"],
        [anomalies.length - lines.length, 'more anomaly', 'more anomalies'],
        [absent.length - shown, 'absence', 'absences'],
        [answer.inputs.length - inputs.length, 'input', 'inputs'],
      ]),
    ],
    lines,
    left_out: answer.left_out + anomalies.length - lines.length,
    absent: absent.slice(0, shown),
  });
  const long = anomalies.map((one) => anomalyLine(one, answer.as_of));
  if (lengthOf(withLines(long)) <= MOST_LENGTH) return withLines(long);
  const short = anomalies.map((one) => anomalyLine(one, answer.as_of, 'short'));
  let number = short.length;
  while (number > 1 && lengthOf(withLines(short.slice(0, number))) > MOST_LENGTH) number--;
  return withLines(short.slice(0, number));
}

const lengthOf = ({ grounds: _, ...answer }: Shown): number => JSON.stringify(answer).length;

/** Position of the step after which the level had lost most: the withdrawal, or the largest fill; null if it never fell. */
function largestFall(steps: ExplainedAnomaly['steps']): number | null {
  let [found, most, before] = [null as number | null, 0, null as number | null];
  for (const [i, { what, size }] of steps.entries()) {
    if (what !== 'level' || size === null) continue;
    if (before !== null && before - size > most) [found, most] = [i, before - size];
    before = size;
  }
  return found;
}

/** The first step, the largest fall of the level, and the last step: what happened in the shortest form. */
function shownSteps(steps: ExplainedAnomaly['steps']): ExplainedAnomaly['steps'] {
  const kept = new Set([0, largestFall(steps) ?? 1, steps.length - 1]);
  return steps.filter((_, i) => kept.has(i));
}

/** The finding and its arithmetic, with the first step, the withdrawal and the last step. */
export function conciseExplained(answer: ExplainedAnomaly): ExplainedAnomaly {
  const { steps } = answer;
  const kept = shownSteps(steps);
  return {
    ...answer,
    anomaly: conciseAnomaly(answer.anomaly),
    arithmetic: answer.arithmetic.map(({ part, value, weight, product }) => ({
      part,
      value: round(value, 3),
      weight: round(weight, 3),
      product: round(product, 3),
    })),
    steps: kept.map((step) => ({ ...step, size: roundSize(step.size), score: round(step.score, 3) })),
    steps_left_out: answer.steps_left_out + steps.length - kept.length,
  };
}
