import { withArticle, type DecodedData, type PrintsKind } from '../../core/index.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { badField, dataEvent } from './data-message.ts';
import { refuseStream } from './refusals.ts';
import type { SymbolState } from './state.ts';
import { isRepeated } from './recent-prints.ts';
import { setSeq, setStream } from './streams.ts';
import type { ConnId } from './types.ts';

/**
 * Handles a message that is a separate event. It has no id or sequence, so a lost message can't be detected, and neither can a
 * repeat on the same connection.
 */
export function takePrint(context: Context, symbol: SymbolState, message: DecodedData<PrintsKind>, conn: ConnId): Novelty {
  const { kind } = message;
  const bad = badField(message);
  if (bad !== null) {
    quarantine(context, null, `bad_${kind}`, `${symbol.symbol}: ${bad}`, '');
    refuseStream(context, symbol, kind, `${withArticle(kind)} was refused: ${bad}`);
    return 'nothing';
  }
  if (isRepeated(symbol.prints, message, { conn, now: context.feed.now })) {
    const status = symbol.streams[kind];
    if (status !== undefined) status.duplicates++;
    // Not `duplicate`: a connection that repeats another one is alive.
    return 'nothing';
  }
  setSeq(symbol, kind, message.seq ?? null);
  setStream(context, symbol, kind, 'synced', 'received');
  emit(context, dataEvent(context, message));
  return 'new';
}
