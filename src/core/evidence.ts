import type { VenueId } from './instrument.ts';
import { isLogId } from './log-id.ts';
import type { Micros } from './time.ts';

/** A moment of a run: the last input in the raw log before it, and the µs since the latest time of any input. */
export interface LogPoint {
  /** Identity of the log; null for old logs, which have none. */
  readonly log: string | null;
  readonly session: number;
  readonly seq: number;
  readonly afterUs: number;
}

/**
 * The data behind an answer, from which it can be recomputed. In a receipt: a letter for the kind, then the kind's own text,
 * such as `l482910.3-104857+2341`. `x` is one exchange of a log. Letters reserved for later kinds: `k` a range of the lake, `j` a
 * job.
 */
export type Evidence =
  /** The state after these inputs, all of one log. */
  | { readonly kind: 'log'; readonly points: readonly LogPoint[] }
  /** Only the prover for its letter can read it; a build without that prover can't check it. */
  | { readonly kind: 'other'; readonly letter: string; readonly text: string };

/** The part of a log that an answer reads: one venue, and the studies of one market or (symbol null) of all its markets. */
export interface EvidenceSubject {
  readonly venue: VenueId;
  readonly symbol: string | null;
}

/** Which moments of the time before a receipt are looked at, and their number. */
export interface TrailMoments {
  /** Takes a moment that is far enough after the last one taken. False: it is skipped. */
  readonly take: (at: Micros) => boolean;
  readonly count: number;
}

/** An answer's evidence as its service gives it, and the decoder version of each venue. */
export interface Grounds {
  readonly evidence: Evidence;
  readonly decoders: Readonly<Record<string, number>>;
}

const LOG = 'l';
/** The caller's own numbers, which are the arguments in the receipt. */
export const GIVEN: Evidence = { kind: 'other', letter: 'g', text: '' };
const NO_LOG = '-';
/** Excludes the colon, which ends the evidence in a receipt. */
export const EVIDENCE_PATTERN = String.raw`[a-z][\w.+~-]{0,120}`;
const EVIDENCE = new RegExp(`^${EVIDENCE_PATTERN}$`);
const POINT = /^(\d{1,9})-(\d{1,15})\+(\d{1,15})$/;

export const letterOf = (evidence: Evidence): string => (evidence.kind === 'log' ? LOG : evidence.letter);

export function formatEvidence(evidence: Evidence): string {
  if (evidence.kind === 'other') return `${evidence.letter}${evidence.text}`;
  const points = evidence.points.map(({ session, seq, afterUs }) => `${session}-${seq}+${afterUs}`);
  return [`${LOG}${evidence.points[0]?.log ?? NO_LOG}`, ...points].join('.');
}

/** Parses evidence; null if the text is invalid. */
export function parseEvidence(text: string): Evidence | null {
  if (!EVIDENCE.test(text)) return null;
  const [letter, rest] = [text.slice(0, 1), text.slice(1)];
  if (letter !== LOG) return { kind: 'other', letter, text: rest };
  const [log = '', ...points] = rest.split('.');
  if ((log !== NO_LOG && !isLogId(log)) || points.length === 0) return null;
  const read = points.flatMap((point) => parseLogPoint(point, log === NO_LOG ? null : log) ?? []);
  return read.length === points.length ? { kind: 'log', points: read } : null;
}

/** Reads `session-sequence+µs`. */
export function parseLogPoint(text: string, log: string | null): LogPoint | null {
  const found = POINT.exec(text);
  return found && { log, session: Number(found[1]), seq: Number(found[2]), afterUs: Number(found[3]) };
}
