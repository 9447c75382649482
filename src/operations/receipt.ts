import { withoutProof } from '../core/answer-fields.ts';
import { parseReceipt, sealReceipt, visibleValue, type Grounds } from '../core/index.ts';
import { FORMULAS } from './formulas/index.ts';
import { defaultOf, operationMark } from './marks/operation-mark.ts';
import { formatReceiptMark } from './marks/receipt-mark.ts';
import type { Formula, Operation } from './types.ts';

type Answer = Readonly<Record<string, unknown>>;

/** How to quote a number of an answer so that `check_claim` can prove it. */
export const CITE = 'VALUE {field} [receipt]';

const TOO_LONG = 'No receipt: the question is too long for one.';

/** An answer as readers get it, and the grounds that its service stated; null if it stated none. */
export interface Stated {
  readonly answer: Answer;
  readonly grounds: Grounds | null;
}

/** Takes the grounds out of a service's answer and puts a receipt of null in their place. */
export function statedBy(made: Answer): Stated {
  if (!('grounds' in made)) return { answer: made, grounds: null };
  return { answer: withoutProof(made), grounds: made['grounds'] as Grounds | null };
}

/** An answer for comparison with a receipt: without a receipt of its own, and with its grounds. */
export const comparedAnswer = ({ answer, grounds }: Stated): Answer => ({ ...visibleValue(answer), grounds });

/** Adds the receipt of this call to its answer, if the answer has grounds. */
export function sealAnswer(
  operation: Operation,
  input: unknown,
  { answer: given, grounds }: Stated,
  formulas: readonly Formula[] = FORMULAS,
): Answer {
  // Invisible characters are escaped before sealing, so that a recomputed answer has the same text.
  const answer = visibleValue(given);
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
