import type { Decoded, StreamKind } from '../../core/index.ts';
import type { FieldReader } from './fields.ts';

/** Whose a message was, as far as that can be told. */
export interface Whose {
  readonly symbol: string | null;
  readonly streams: readonly StreamKind[] | null;
}

export const refused = (reason: string, detail: string, whose?: Whose): Decoded => ({
  kind: 'refused',
  reason,
  detail,
  ...(whose === undefined ? {} : whose),
});

const STREAMS: Readonly<Partial<Record<Decoded['kind'], StreamKind>>> = {
  book_delta: 'book',
  book_snapshot: 'book',
  trade: 'trade',
  quote: 'quote',
  ticker: 'ticker',
};

/** The message that was read, or the refusal when one of its fields was wrong; `what` names the message. */
export function readOr<T extends Decoded>(what: string, fields: FieldReader, message: T): T | Decoded {
  if (fields.problem === null) return message;
  const stream = STREAMS[message.kind];
  // An unreadable symbol is read as an empty one.
  const symbol = 'symbol' in message && message.symbol !== '' ? message.symbol : null;
  const { reason, detail } = fields.problem;
  return refused(reason, `${what}.${detail}`, stream === undefined ? undefined : { symbol, streams: [stream] });
}
