import type { VenueId } from './instrument.ts';
import { isLogId } from './log-id.ts';

/** A moment of a run: the last input that the raw log has before it, and µs since the latest time any input had. */
export interface LogPoint {
  /** Identity of the log; null for a log of before they had one. */
  readonly log: string | null;
  readonly session: number;
  readonly seq: number;
  readonly afterUs: number;
}

/**
 * What an answer rests on, and so what it can be recomputed from. In a receipt it is a letter, then what its kind says:
 * `l482910.3-104857+2341`. Letters kept for kinds to come: `x` one exchange of a log, `k` a range of the lake, `j` a job.
 */
export type Evidence =
  /** The state after these inputs, all of one log. */
  | { readonly kind: 'log'; readonly points: readonly LogPoint[] }
  /** Read only by the prover of its letter; a build without one can't check it. */
  | { readonly kind: 'other'; readonly letter: string; readonly text: string };

/** What of a log an answer reads: one venue, and there the studies of one market, or of all where no symbol is named. */
export interface EvidenceSubject {
  readonly venue: VenueId;
  readonly symbol: string | null;
}

/** An answer's evidence as a service states it, and the decoders that read the data, by venue. */
export interface Grounds {
  readonly evidence: Evidence;
  readonly decoders: Readonly<Record<string, number>>;
}

const LOG = 'l';
/** The caller's own numbers: the arguments, which stand in the receipt. */
export const GIVEN: Evidence = { kind: 'other', letter: 'g', text: '' };
const NO_LOG = '-';
/** Without the colon, which ends it in a receipt. */
export const EVIDENCE_PATTERN = String.raw`[a-z][\w.+~-]{0,120}`;
const EVIDENCE = new RegExp(`^${EVIDENCE_PATTERN}$`);
const POINT = /^(\d{1,9})-(\d{1,15})\+(\d{1,15})$/;

export const letterOf = (evidence: Evidence): string => (evidence.kind === 'log' ? LOG : evidence.letter);

export function formatEvidence(evidence: Evidence): string {
  if (evidence.kind === 'other') return `${evidence.letter}${evidence.text}`;
  const points = evidence.points.map(({ session, seq, afterUs }) => `${session}-${seq}+${afterUs}`);
  return [`${LOG}${evidence.points[0]?.log ?? NO_LOG}`, ...points].join('.');
}

/** Reads evidence; null when the text is none, or none of its kind. */
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
