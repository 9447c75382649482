import { BUDGET_SPENT, SOURCES, type Receipt, type Source } from '../../core/index.ts';
import type { ReceiptCheck } from './answers.ts';
import type { Answer } from './judge/proven.ts';

interface Issued {
  readonly text: string;
  /** Null if the text is not a valid receipt. */
  readonly receipt: Receipt | null;
  /** The answer recomputed from the log, or why there is none. */
  readonly answer: Answer | string | undefined;
  /** Mark of this build's formulas. */
  readonly formulas: string;
}

/** The verdict on one receipt, by the answer that the log gives at its place. */
export function judgeReceipt({ text, receipt, answer, formulas }: Issued): ReceiptCheck {
  const base = { receipt: text, operation: receipt?.operation ?? null, as_of: null, state: null, source: null };
  if (receipt === null)
    return {
      ...base,
      // No log was read, so that nothing is known of what it was issued for.
      verdict: 'unsupported',
      reason: 'not a valid receipt: cut off, edited or mistyped; copy it again from the answer',
    };
  if (answer === BUDGET_SPENT)
    return { ...base, verdict: 'not_checked', reason: `${answer}; check this receipt in a separate request` };
  if (answer === undefined || typeof answer === 'string')
    return { ...base, verdict: 'unsupported', reason: answer ?? 'the answer was not recomputed' };
  const recomputed = {
    ...base,
    as_of: typeof answer['as_of'] === 'string' ? answer['as_of'] : null,
    state: typeof answer['state'] === 'string' ? answer['state'] : null,
    source: sourceOf(answer),
  };
  if (answer['receipt'] === text) return { ...recomputed, verdict: 'matched', reason: 'the raw log gives the same answer' };
  if (receipt.formulas !== formulas)
    return {
      ...recomputed,
      verdict: 'unsupported',
      reason: `issued with formulas ${receipt.formulas}; this build has ${formulas} and gives a different answer. Check it with the build that issued it`,
    };
  return {
    ...recomputed,
    verdict: 'altered',
    reason: 'the receipt does not match the answer recomputed from the raw log',
  };
}

const sourceOf = (answer: Answer): Source | null => SOURCES.find((source) => source === answer['source']) ?? null;
