import { BUDGET_SPENT, newerForm, SOURCES, type Receipt, type Source } from '../../core/index.ts';
import type { ReceiptCheck } from './answers.ts';
import type { Answer } from './judge/proven.ts';
import type { JudgedAnswer } from './options.ts';

interface Issued {
  readonly text: string;
  /** Null if the text is not a valid receipt. */
  readonly receipt: Receipt | null;
  /** The verdict on the recomputed answer, or the reason why there is none. */
  readonly judged: JudgedAnswer | string | undefined;
}

/** The result of the check of one receipt. */
export function judgeReceipt({ text, receipt, judged }: Issued): ReceiptCheck {
  const base = { receipt: text, operation: receipt?.operation ?? null, as_of: null, state: null, source: null };
  const newer = newerForm(text);
  if (newer !== null)
    return {
      ...base,
      verdict: 'unsupported',
      reason: `made by another build: receipts of the form ${newer} are newer than this one`,
    };
  if (receipt === null)
    return {
      ...base,
      // No log was read, so its answer is unknown.
      verdict: 'unsupported',
      reason: 'not a valid receipt: cut off, edited or mistyped; copy it again from the answer',
    };
  if (judged === BUDGET_SPENT)
    return { ...base, verdict: 'not_checked', reason: `${judged}; check this receipt in a separate request` };
  if (judged === undefined || typeof judged === 'string')
    return { ...base, verdict: 'unsupported', reason: judged ?? 'the answer was not recomputed' };
  const { verdict, reason, answer } = judged;
  return {
    ...base,
    verdict,
    reason,
    as_of: typeof answer['as_of'] === 'string' ? answer['as_of'] : null,
    state: typeof answer['state'] === 'string' ? answer['state'] : null,
    source: sourceOf(answer),
  };
}

const sourceOf = (answer: Answer): Source | null => SOURCES.find((source) => source === answer['source']) ?? null;
