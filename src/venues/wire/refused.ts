import { streamOf, type Decoded, type StreamKind } from '../../core/index.ts';
import type { FieldReader } from './fields.ts';

/** Symbol and streams of a message; null if unknown. */
export interface MessageOrigin {
  readonly symbol: string | null;
  readonly streams: readonly StreamKind[] | null;
}

export const refused = (reason: string, detail: string, origin?: MessageOrigin): Decoded => ({
  kind: 'refused',
  reason,
  detail,
  ...(origin === undefined ? {} : origin),
});

/** The message, or a refusal if one of its fields was wrong; `what` names the message. */
export function messageOrRefusal<T extends Decoded>(what: string, fields: FieldReader, message: T): T | Decoded {
  if (fields.problem === null) return message;
  const stream = streamOf(message.kind);
  // The reader returns an empty symbol if it is unreadable.
  const symbol = 'symbol' in message && message.symbol !== '' ? message.symbol : null;
  const { reason, detail } = fields.problem;
  return refused(reason, `${what}.${detail}`, stream === undefined ? undefined : { symbol, streams: [stream] });
}
