import type { AnomaliesAnswer, Anomaly, AnswerBase, ExplainedAnomaly, InputState } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, leftOut, round, roundSize } from '../market/concise.ts';
import { watchText } from './watch-text.ts';

/** The first absence is shown in full; the others are counted. */
const SHOWN = 1;
/** Reasons why a market is not judged, beside this many anomalies; over many markets each has several. */
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

/** The newest few, and the number of the others. */
export function conciseAnomalies({ watched = [], ...answer }: AnomaliesAnswer): AnomaliesAnswer {
  const base = conciseBase(answer);
  const anomalies = answer.anomalies.slice(0, SHOWN).map(conciseAnomaly);
  const more = answer.anomalies.length - anomalies.length;
  const absent = conciseAbsences(answer.absent);
  const shown = absentBeside(anomalies.length);
  const inputs = settersOf(base);
  return {
    ...answer,
    ...base,
    inputs,
    caveats: [
      ...base.caveats,
      ...watchText(watched, answer.as_of),
      ...leftOut([
        [anomalies.length, "anomaly's parts and seen values", "anomalies' parts and seen values"],
        [more, 'anomaly', 'anomalies'],
        [absent.length - shown, 'absence', 'absences'],
        [answer.inputs.length - inputs.length, 'input', 'inputs'],
      ]),
    ],
    anomalies,
    left_out: answer.left_out + more,
    absent: absent.slice(0, shown),
  };
}

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
