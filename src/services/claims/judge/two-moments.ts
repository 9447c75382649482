import { momentOf, shareMarket } from './proven.ts';
import type { Found } from './search.ts';

/** Fields that can be combined only if they are of the same moment. */
const OF_MOMENT = /^(?:best_|bids|asks|spread|mid_price|micro_price|last_price|trades|markets\[|depth|execution)/;

/** Whether a sentence combines two answers about one market into a state that never existed, such as a bid above the ask. */
export function isOfTwoMoments(one: Found, before: Found | null): boolean {
  if (before === null || before.proven === one.proven) return false;
  if (!OF_MOMENT.test(one.path) || !OF_MOMENT.test(before.path)) return false;
  return momentOf(one.proven) !== momentOf(before.proven) && shareMarket(one.proven, before.proven);
}
