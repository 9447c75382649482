import type { Clause } from '../text/clauses.ts';
import type { Setting } from '../text/settings.ts';
import type { Found } from './search.ts';
import { momentOf, shareMarket, type Proven } from './proven.ts';

/** Answers of different operations this close together are read as one moment. */
const ONE_MOMENT_MS = 30_000;

const PAST = new Set(['was', 'were', 'had', 'stood']);
const PRESENT = new Set(['now', 'current', 'currently']);
const RECENT = /\b(?:last|past|trailing|rolling)\b/i;

interface Wording {
  readonly text: string;
  readonly clause: Clause;
  /** All settings of the sentence. */
  readonly settings: readonly Setting[];
  readonly proven: readonly Proven[];
}

/**
 * Why a figure of an older answer reads as current, although a newer answer about its market is cited too; null if it does not.
 */
export function whyOlder({ proven: own }: Found, { text, clause, settings, proven }: Wording): string | null {
  const newer = proven.find((other) => {
    const later = momentOf(other) - momentOf(own);
    return later > (other.operation === own.operation ? 0 : ONE_MOMENT_MS) && shareMarket(own, other);
  });
  if (newer === undefined || settings.some(({ what }) => what === 'time')) return null;
  const words = [...clause.words];
  const isPast =
    clause.only &&
    !clause.latest &&
    words.some((word) => PAST.has(word)) &&
    !words.some((word) => PRESENT.has(word)) &&
    !settings.some(({ start, end }) => RECENT.test(text.slice(start, end)));
  return isPast ? null : `a newer answer is cited too (${String(newer.answer['as_of'])}); add the time of this one`;
}
