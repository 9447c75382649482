import { parseGrounds, parseReceipt, sealReceipt, visibleValue } from '../core/index.ts';
import { FORMULAS } from './formulas/index.ts';
import { defaultOf, operationMark } from './marks/operation-mark.ts';
import { formatReceiptMark } from './marks/receipt-mark.ts';
import type { Formula, Operation } from './types.ts';

type Answer = Readonly<Record<string, unknown>>;

/** How to quote a number of an answer so that `check_claim` can prove it. */
export const CITE = 'VALUE {field} [receipt]';

const TOO_LONG = 'No receipt: the question is too long for one.';

/** An answer as readers get it, with its grounds in place of the receipt. */
export function unsealedAnswer(given: Answer): Answer {
  const { cite: _, ...answer } = visibleValue(given);
  return answer;
}

/** Replaces the grounds, which a service put in an answer, by the receipt of this answer to this call. */
export function sealAnswer(operation: Operation, input: unknown, given: Answer, formulas: readonly Formula[] = FORMULAS): Answer {
  // Made visible before sealing, so that a recomputed answer has the same text.
  const answer = unsealedAnswer(given);
  const grounds = typeof answer['receipt'] === 'string' ? parseGrounds(answer['receipt']) : null;
  if (grounds === null) return answer;
  const sealed = Object.fromEntries(Object.entries(answer).filter(([name]) => operation.unproven?.includes(name) !== true));
  const args = canonicalArgs(operation, input, answer);
  const mark = formatReceiptMark(operationMark(operation, formulas).id, grounds.decoders);
  const receipt = sealReceipt({ operation: operation.name, args, evidence: grounds.evidence, mark }, sealed);
  if (parseReceipt(receipt) !== null) return { ...answer, receipt, cite: CITE };
  return { ...answer, receipt: null, caveats: [...((answer['caveats'] as string[] | undefined) ?? []), TOO_LONG] };
}

/** Arguments in canonical form: the answer's names for instrument and venue, without defaults. */
function canonicalArgs(operation: Operation, input: unknown, { symbol, venue }: Answer): Answer {
  const given = input as Answer;
  const named = given['symbol'] === undefined || symbol === undefined ? given : { ...given, symbol, venue };
  return Object.fromEntries(
    Object.entries(named).filter(
      ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(defaultOf(operation, name)),
    ),
  );
}
