import { withArticle, type DecodedData, type PrintsKind } from '../../core/index.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { badField, dataEvent } from './data-message.ts';
import { refuseStream } from './refusals.ts';
import type { SymbolState } from './state.ts';
import { setSeq, setStream } from './streams.ts';

/** Handles a message that is a separate event. It has no id or sequence, so lost and repeated messages can't be detected. */
export function takePrint(context: Context, symbol: SymbolState, message: DecodedData<PrintsKind>): Novelty {
  const { kind } = message;
  const bad = badField(message);
  if (bad !== null) {
    quarantine(context, null, `bad_${kind}`, `${symbol.symbol}: ${bad}`, '');
    refuseStream(context, symbol, kind, `${withArticle(kind)} was refused: ${bad}`);
    return 'nothing';
  }
  setSeq(symbol, kind, message.seq ?? null);
  setStream(context, symbol, kind, 'synced', 'received');
  emit(context, dataEvent(context, message));
  return 'new';
}
