import { US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import type { Present } from './present.ts';
import type { FindingKind, FindingSeverity, Mark } from './types.ts';

/** Move of the mid at this time after the detection, basis points; null until then. */
export interface After {
  readonly seconds: number;
  bps: number | null;
}

/** A detector's finding, as plain data. `end` is null while it is active. */
export interface Finding {
  readonly id: string;
  readonly kind: FindingKind;
  readonly side: BookSide | null;
  /** Price of the level, quote currency; null if there is none. */
  price: number | null;
  severity: FindingSeverity;
  /** 0–1. */
  score: number;
  /** The parts of the score, each 0–1; null if a part's input does not exist. */
  parts: Readonly<Record<string, number | null>>;
  /** Named quantities behind the finding. */
  seen: Readonly<Record<string, number | null>>;
  note: string;
  readonly onset: Micros;
  readonly detected: Micros;
  /** Time of the last observation. */
  last: Micros;
  end: Micros | null;
  readonly from: Mark;
  to: Mark;
  /** Mid at the detection. */
  readonly mid: number | null;
  readonly after: readonly After[];
}

export type NewFinding = Omit<Finding, 'id' | 'end' | 'after' | 'detected' | 'last'>;

export interface Findings {
  readonly instrument: string;
  /** Oldest first. */
  readonly all: Finding[];
  /** The last judgements; absent in states of older builds. */
  present?: Present;
}

const KEPT = 100;
const AFTER_SECONDS = [10, 60, 300] as const;
const BPS = 10_000;

export const newFindings = (instrument: string): Findings => ({ instrument, all: [] });

/** Keeps what a detector judged last, whether it is a finding or not. */
export function noteJudgement(findings: Findings, kind: FindingKind, score: number, at: Micros): void {
  (findings.present ??= {})[kind] = { at, score };
}

/** Adds a finding. Its id is formed from kind and onset, so that a replay gives the same id. */
export function addFinding(findings: Findings, given: NewFinding, now: Micros): Finding {
  const base = `${findings.instrument}:${given.kind}:${given.onset}`;
  const taken = findings.all.filter(({ id }) => id === base || id.startsWith(`${base}.`)).length;
  const finding: Finding = {
    ...given,
    id: taken === 0 ? base : `${base}.${taken + 1}`,
    detected: now,
    last: now,
    end: null,
    after: AFTER_SECONDS.map((seconds) => ({ seconds, bps: null })),
  };
  findings.all.push(finding);
  if (findings.all.length > KEPT) findings.all.shift();
  return finding;
}

/** Records the move of the mid after each finding at the horizons. */
export function observeAfter(findings: Findings, mid: number | null, now: Micros): void {
  if (mid === null) return;
  for (const { detected, mid: then, after } of findings.all) {
    if (then === null) continue;
    for (const step of after)
      if (step.bps === null && now >= detected + step.seconds * US_PER_SECOND) step.bps = ((mid - then) / then) * BPS;
  }
}

/** Ends findings without an observation for `quietUs`. */
export function endQuiet(findings: Findings, kind: FindingKind, quietUs: Micros, now: Micros): void {
  for (const finding of findings.all)
    if (finding.kind === kind && finding.end === null && now - finding.last > quietUs) finding.end = finding.last;
}
