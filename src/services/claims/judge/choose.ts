import { counted, withArticle } from '../../../core/index.ts';
import { windowOf, type Term } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import { SETTING_WORDS, type Setting } from '../text/settings.ts';
import { intervalSeconds, whyUnended } from './candle.ts';
import { valueAt } from './fields.ts';
import { pickItem, type Chosen } from './pick-item.ts';
import { listOf, type Answer } from './proven.ts';
import { hasWindow } from './shared-settings.ts';

const EXTREME = /(?:high|low)_24h$|profile|\.poc$|\.va[hl]$/;

const isWholeDay = ({ what, time }: Setting): boolean => what === 'date' || (what === 'time' && time?.includes(':') === false);

/** Windows that a clause may state for a field. */
const windowsOf = ({ seconds = [], secondsAt }: Term, answer: Answer): readonly unknown[] =>
  secondsAt === undefined ? seconds : [valueAt(answer, secondsAt)];

/** The fields that a term and the settings of a clause choose; a text with the reason if they conflict. */
export function choose(term: Term, clause: Clause, answer: Answer, market: Market | null): Chosen | string {
  const [list = '', rest = ''] = term.path.split('[]');
  const items = listOf(valueAt(answer, list));
  const { pick } = term;
  const { settings } = clause;
  const left = new Set(
    settings.filter(({ what }) => what !== 'list number' && what !== 'date' && (what !== 'time' || pick?.by === 'time')),
  );
  const take = (what: Setting['what']): Setting | string | null => {
    const found = [...left].filter((setting) => setting.what === what);
    if (found.length > 1) return `more than one ${what} is given; keep one`;
    const [one] = found;
    if (one !== undefined) left.delete(one);
    return one ?? null;
  };
  const where = (test: (item: Answer) => boolean): string[] =>
    items.flatMap((item, index) => (test(item) ? [`${list}[${index}]${rest}`] : []));
  const one = (paths: readonly string[], what: string): Chosen | string =>
    paths.length === 1 ? { paths, market } : paths.length === 0 ? `the answer has no ${what}` : `the ${what} is not identified`;
  if (term.needs === 'duration' && !hasWindow(settings)) return `the window is missing; add it, such as "over ${windowOf(term)}"`;
  let chosen: Chosen | string = { paths: [term.path], market };
  if (pick !== undefined) chosen = pickItem(pick, { items, where, one, take, market, answer, clause });
  else {
    const duration = take('duration');
    if (typeof duration === 'string') return duration;
    if (duration !== null && !windowsOf(term, answer).includes(duration.value))
      return `${term.path} does not cover a window of ${duration.value} s`;
  }
  if (typeof chosen === 'string') return chosen;
  if (EXTREME.test(term.path) && settings.some(({ what }) => what === 'time' || what === 'date'))
    return 'the answer does not say when this level was reached; remove the time';
  if (term.path.endsWith('last_price') && clause.words.has('trade') && settings.some(({ what }) => what === 'time'))
    return 'the answer does not say when the last trade was; remove the time';
  if (pick?.by !== 'time' && settings.some(isWholeDay))
    return 'a date without a time does not identify the moment or window; add the time';
  const interval = intervalSeconds(answer['interval']);
  if (interval !== null && interval !== 60 && !settings.some(({ what, value }) => what === 'duration' && value === interval))
    return `the candles are of ${String(answer['interval'])}; add the interval`;
  const unended = whyUnended(term, chosen.paths[0], clause, answer);
  if (unended !== null) return unended;
  const levels = take('levels');
  if (typeof levels === 'string') return levels;
  if (levels === null && term.needs === 'levels') return `the number of levels is missing; add "top ${term.levels ?? 0}"`;
  if (levels !== null && levels.value !== term.levels) return `${term.path} does not cover ${counted(levels.value, 'level')}`;
  // What is left belongs to no part of the field, unless it only repeats its window.
  const fits = ({ what, value }: Setting): boolean =>
    what === 'duration' &&
    pick !== undefined &&
    (windowsOf(term, answer).includes(value) || ((pick.by === 'last' || pick.by === 'time') && value === interval));
  const over = [...left].find((setting) => !fits(setting));
  return over === undefined ? chosen : `${term.path} does not take ${withArticle(SETTING_WORDS[over.what])}; remove it`;
}
