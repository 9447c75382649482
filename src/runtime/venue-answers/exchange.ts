import {
  isLogId,
  type CallerAsks,
  type CallerQuestionOf,
  type Evidence,
  type LogPoint,
  type Micros,
  type Venue,
} from '../../core/index.ts';
import { venueNoAnswer } from './errors.ts';

/** One question to a venue with its answer, as in the raw log. `place`: its position there; null if no log has it. */
export interface Exchange {
  readonly question: string;
  readonly input: object;
  readonly at: Micros;
  readonly body: string;
  readonly place: { readonly session: number; readonly seq: number; readonly log?: string | undefined } | null;
}

/** Asks one of a venue's caller questions. Throws TF_VENUE_NO_ANSWER, TF_VENUE_SYMBOL_UNKNOWN. */
export type AskVenue = (venue: Venue, question: string, input: object) => Promise<Exchange>;

/** Decodes an exchange's answer. Throws TF_VENUE_NO_ANSWER if it is unreadable. */
export function readExchange<K extends keyof CallerAsks>(
  venue: Venue,
  question: CallerQuestionOf<K>,
  input: CallerAsks[K][0],
  { body }: Exchange,
): CallerAsks[K][1] {
  const answer = question.decode(input, body);
  if (answer.ok) return answer.value;
  throw venueNoAnswer({ venue: venue.card.id, reason: `its answer is unreadable, ${answer.error.reason}` });
}

export const EXCHANGE_LETTER = 'x';
const NO_LOG = '-';
const TEXT = /^([\d-]+)\.(\d{1,9})-(\d{1,15})\.(\d{1,4})$/;

/** The evidence of one exchange: its position in the log, and the version of the question that decoded it. */
export function exchangeEvidence({ place }: Exchange, version: number): Evidence | null {
  if (place === null) return null;
  return { kind: 'other', letter: EXCHANGE_LETTER, text: `${place.log ?? NO_LOG}.${place.session}-${place.seq}.${version}` };
}

/** The inverse of `exchangeEvidence`; null for other evidence. */
export function parseExchangeEvidence(evidence: Evidence): { readonly point: LogPoint; readonly version: number } | null {
  const found = evidence.kind === 'other' && evidence.letter === EXCHANGE_LETTER ? TEXT.exec(evidence.text) : null;
  if (found === null) return null;
  const [, log = '', session, seq, version] = found;
  if (log !== NO_LOG && !isLogId(log)) return null;
  return {
    point: { log: log === NO_LOG ? null : log, session: Number(session), seq: Number(seq), afterUs: 0 },
    version: Number(version),
  };
}
