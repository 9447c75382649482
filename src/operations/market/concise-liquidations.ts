import type { ClosedSum, LiquidationsAnswer } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, leftOut, round, roundAmount, roundSize, toSecond } from './concise.ts';

const MISSED_SHOWN = 2;

const roundSum = (sum: ClosedSum | null): ClosedSum | null =>
  sum && {
    count: sum.count,
    base: roundSize(sum.base),
    quote: roundAmount(sum.quote),
    largest_quote: roundAmount(sum.largest_quote),
  };

/** The sums with numbers rounded, and the two newest interruptions. */
export function conciseLiquidations(answer: LiquidationsAnswer): LiquidationsAnswer {
  const base = conciseBase(answer, { main: ['liquidation'] });
  const missed = answer.missed.slice(0, MISSED_SHOWN);
  return {
    ...answer,
    ...base,
    caveats: [...base.caveats, ...leftOut([[answer.missed.length - missed.length, 'interruption', 'interruptions']])],
    asked_from: toSecond(answer.asked_from),
    covered_sec: round(answer.covered_sec, 1),
    long: roundSum(answer.long),
    short: roundSum(answer.short),
    quote_total: roundAmount(answer.quote_total),
    missed: missed.map(({ from, to }) => ({ from: toSecond(from), to: toSecond(to) })),
    absent: conciseAbsences(answer.absent),
  };
}
