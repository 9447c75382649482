import { z } from 'zod';
import { refuse, US_PER_MS, epochToMicros } from '../../core/index.ts';
import type { CallerQuestionOf, FundingHistoryInput, FundingSettlement, Result } from '../../core/index.ts';
import { query } from '../wire/binance/query.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { jsonAnswer } from '../wire/json.ts';
import { decimalText } from '../wire/numbers.ts';

/** Funding has its own limit besides the weight: requests per IP address, shared with `fundingInfo`. */
export const FUNDING_BUCKET = 'funding';
const MOST_ROWS = 1_000;

/** One settlement. Answers of 2023 and earlier have no mark price; newer answers about old settlements have an empty one. */
function readSettlement(row: unknown, { symbol }: FundingHistoryInput): Result<FundingSettlement> {
  if (!isObject(row)) return refuse('unknown_frame', shown(row));
  const read = new FieldReader(row, decimalText);
  const named = read.symbol('symbol');
  if (named !== symbol) read.refuse('bad_symbol', `symbol: ${shown(named)} is not ${symbol}`);
  const settlement: FundingSettlement = {
    at: read.time('fundingTime', epochToMicros),
    rate: read.signed('fundingRate'),
    markPrice: row['markPrice'] === '' || !read.has('markPrice') ? null : read.positive('markPrice'),
  };
  return read.problem === null ? { ok: true, value: settlement } : { ok: false, error: read.problem };
}

/** All entries or none, because a list with a gap would give a wrong interval. */
function readHistory(value: unknown, input: FundingHistoryInput): Result<readonly FundingSettlement[]> {
  if (!Array.isArray(value)) return refuse('unknown_frame', shown(value));
  const found: FundingSettlement[] = [];
  for (const row of value as readonly unknown[]) {
    const settlement = readSettlement(row, input);
    if (!settlement.ok) return settlement;
    if (settlement.value.at <= (found.at(-1)?.at ?? 0)) return refuse('bad_order', `fundingTime: not after the one before`);
    found.push(settlement.value);
  }
  return { ok: true, value: found };
}

/** The newest settlements, or the settlements from a time on; oldest first. Venue document: "Get Funding Rate History". */
export const fundingHistory: CallerQuestionOf<'funding_history'> = {
  id: 'funding_history',
  version: 1,
  bucket: FUNDING_BUCKET,
  weight: 1,
  freshMs: 60_000,
  input: z.strictObject({
    symbol: z.string().min(1).max(40),
    from: z.int().min(0).nullable(),
    limit: z.int().min(1).max(MOST_ROWS),
  }),
  request: ({ symbol, from, limit }) => ({
    path: query('/fapi/v1/fundingRate', {
      symbol,
      ...(from === null ? {} : { startTime: Math.ceil(from / US_PER_MS) }),
      limit,
    }),
  }),
  decode: jsonAnswer(readHistory),
  next(input, settlements) {
    const last = settlements.at(-1);
    const isFull = input.from !== null && settlements.length >= input.limit;
    return isFull && last !== undefined ? { ...input, from: last.at + US_PER_MS } : null;
  },
};
