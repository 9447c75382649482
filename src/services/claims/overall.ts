import type { FigureCheck, ReceiptCheck, Verdict } from './answers.ts';

const RANK: Readonly<Record<Verdict, number>> = { matched: 0, partly_checked: 1, stale: 2, unsupported: 3, altered: 4 };

/** How the verdict on a receipt or figure counts for the overall verdict. */
const OVERALL: Readonly<Record<ReceiptCheck['verdict'] | FigureCheck['verdict'], Verdict>> = {
  matched: 'matched',
  context: 'matched',
  not_checked: 'partly_checked',
  stale: 'stale',
  unsupported: 'unsupported',
  altered: 'altered',
};

const MOST_SHOWN = 3;
const LONGEST_SHOWN = 80;

export interface Checked {
  readonly receipts: readonly ReceiptCheck[];
  readonly figures: readonly FigureCheck[];
  /** Receipts, or figures, that were left out because there were more than this. */
  readonly leftOut: { readonly receipts: number | null; readonly figures: number | null };
  /** Words that no receipt covers. */
  readonly unproven: readonly string[];
  /** The text has words, but only its receipts could be checked. */
  readonly wordsOnly: boolean;
}

/** The overall verdict, and caveats about what was not checked. Anything unchecked rules out `matched`. */
export function overallOf({ receipts, figures, leftOut, unproven, wordsOnly }: Checked): {
  readonly verdict: Verdict;
  readonly caveats: readonly string[];
} {
  const none = receipts.length === 0;
  const left = leftOut.receipts !== null || leftOut.figures !== null;
  const caveats = [
    ...(none ? ['The text cites no receipt, so nothing was checked. Cite the receipt of each answer that you quote.'] : []),
    ...(leftOut.receipts === null
      ? []
      : [`Only the first ${leftOut.receipts} receipts were checked. Send the rest in another request.`]),
    ...(leftOut.figures === null
      ? []
      : [`Only the first ${leftOut.figures} figures were checked. Send the rest in another request.`]),
    ...(unproven.length > 0 ? [`No receipt covers these words: ${quotedParts(unproven)}.`] : []),
    ...(wordsOnly && unproven.length === 0 ? ['The text has no figures, so only its receipts were checked.'] : []),
  ];
  const verdicts: Verdict[] = [...receipts, ...figures].map((row) => OVERALL[row.verdict]);
  if (none) verdicts.push('unsupported');
  if (left || unproven.length > 0 || wordsOnly) verdicts.push('partly_checked');
  const verdict = verdicts.reduce<Verdict>((worst, one) => (RANK[one] > RANK[worst] ? one : worst), 'matched');
  return { verdict, caveats };
}

const quotedParts = (parts: readonly string[]): string => {
  const shown = parts
    .slice(0, MOST_SHOWN)
    .map((part) => `"${part.length > LONGEST_SHOWN ? `${part.slice(0, LONGEST_SHOWN)}…` : part}"`);
  return `${shown.join(', ')}${parts.length > MOST_SHOWN ? ` and ${parts.length - MOST_SHOWN} more` : ''}`;
};
