import { isRecord } from '../../core/index.ts';

/** A call as earlier builds logged it: `purpose` is `poll` (with the poll's id) or one of five question ids. */
interface OlderCall {
  readonly purpose: string;
  readonly poll?: unknown;
  readonly symbol?: unknown;
  readonly beforeId?: string | number | undefined;
}

/** Converts a call of a log or checkpoint, of any build, to the present form. Any other value is returned unchanged. */
export function callFromLog(call: unknown): unknown {
  if (!isRecord(call) || 'question' in call || typeof call['purpose'] !== 'string') return call;
  const { purpose, poll, beforeId, ...kept } = call as unknown as OlderCall & Readonly<Record<string, unknown>>;
  return { question: purpose === 'poll' ? poll : purpose, input: inputOf({ purpose, beforeId, symbol: kept.symbol }), ...kept };
}

/** The input of an older call, as far as decoding the answer needs it. Pages of trades stored only their upper id. */
function inputOf({ purpose, symbol, beforeId }: OlderCall): object {
  if (purpose === 'instruments') return { symbols: symbol === null ? [] : [symbol] };
  if (purpose !== 'trades') return { symbol };
  return { symbol, before: beforeId === undefined ? null : { id: String(beforeId) } };
}
