import { isRecord } from '../../core/index.ts';

/** A call as earlier builds wrote it into logs and checkpoints: `purpose` `poll` with the poll's id, or one of five. */
interface OlderCall {
  readonly purpose: string;
  readonly poll?: unknown;
  readonly symbol?: unknown;
  readonly beforeId?: string | number | undefined;
}

/** A call of a log or checkpoint in today's form, whichever build wrote it. Anything else is returned as it is. */
export function callFromLog(call: unknown): unknown {
  if (!isRecord(call) || 'question' in call || typeof call['purpose'] !== 'string') return call;
  const { purpose, poll, beforeId, ...kept } = call as unknown as OlderCall & Readonly<Record<string, unknown>>;
  return { question: purpose === 'poll' ? poll : purpose, input: inputOf({ purpose, beforeId, symbol: kept.symbol }), ...kept };
}

/** What was asked, as far as a reading of the answer needs it: pages said only the id that they end before. */
function inputOf({ purpose, symbol, beforeId }: OlderCall): object {
  if (purpose === 'instruments') return { symbols: symbol === null ? [] : [symbol] };
  if (purpose !== 'trades') return { symbol };
  return { symbol, before: beforeId === undefined ? null : { id: String(beforeId) } };
}
