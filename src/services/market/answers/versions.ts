import { FEED_VERSION } from '../../../runtime/feed/version.ts';
import { STUDY_CARDS, type StudyCard, type StudyId } from './study-cards.ts';

/** Raised when the same events give another answer without a new formula or study version: a state, a caveat, a reason. */
const MARKET_VERSION = 9;

/**
 * Versions for the mark of an answer's receipts: the feed, the market service, the studies that the answer reads, and the
 * studies that those studies read.
 */
export function marketVersions(...studies: readonly StudyId[]): Readonly<Record<string, number>> {
  const cards: Readonly<Record<string, StudyCard>> = STUDY_CARDS;
  const found: Record<string, number> = { feed: FEED_VERSION, market: MARKET_VERSION };
  const add = (id: string): void => {
    const card = cards[id];
    if (card === undefined) return;
    found[`study ${id}`] = card.version;
    card.after.forEach(add);
  };
  studies.forEach(add);
  return found;
}
