import {
  BUDGET_SPENT,
  letterOf,
  toRfc3339,
  US_PER_MS,
  US_PER_SECOND,
  type Micros,
  type Receipt,
  type TrailMoments,
  type WorkLimits,
} from '../../core/index.ts';
import type { FigureCheck } from './answers.ts';
import { valueAt } from './judge/fields.ts';
import type { Answer, Proven } from './judge/proven.ts';
import type { Judged } from './judge/sentence.ts';
import { reasonOf } from './reason-of.ts';
import type { ClaimServiceOptions } from './options.ts';

/** How far back a figure is searched for: the first of these spans that the budget affords. */
const PAST_US = [300, 150, 60].map((seconds) => seconds * US_PER_SECOND);
/** Time before the receipt in which ten moments a second are compared, and one a second before that. */
const FINE_US = 20 * US_PER_SECOND;
const FINE_A_SECOND = 10;
/** At most this many figures are searched for in the past, because each may cost a replay. */
const MOST_PASTS = 20;

/** A proven answer before and after its moment. */
export interface Timeline {
  /** Earlier answers to the same question, ten a second; used if a figure does not match. */
  readonly past: () => Promise<Past>;
  /**
   * The current answer to the same question, or why there is none; null if the receipt is recent enough or no market is
   * followed.
   */
  readonly now: () => Promise<Answer | string | null>;
}

interface Past {
  readonly moments: readonly { readonly at: string; readonly answer: Answer }[];
  /** Which of the time was searched, and why not all of it. */
  readonly searched: string;
}

interface TimelineOptions<S> extends ClaimServiceOptions<S> {
  readonly maxAgeSec: number;
  readonly limits: WorkLimits;
}

export function timelineOf<S>({ answer }: Proven, receipt: Receipt, options: TimelineOptions<S>): Timeline {
  const { provers, asking, now: present, clock, maxAgeSec, limits } = options;
  const { evidence } = receipt;
  const asOf = Date.parse(String(answer['as_of'])) * US_PER_MS;
  const age = clock.now() - asOf;
  let past: Promise<Past> | null = null;
  let now: Promise<Answer | string> | null = null;
  const search = async (): Promise<Past> => {
    const moments: Past['moments'][number][] = [];
    const failures = new Set<string>();
    const look = async (time: number, then: S) => {
      const earlier = await asking.ask(receipt, then).catch(reasonOf);
      if (typeof earlier === 'string') failures.add(earlier);
      else moments.push({ at: toRfc3339(time), answer: earlier });
    };
    const trail = provers[letterOf(evidence)]?.trail;
    if (trail === undefined) return { moments, searched: 'there is no earlier answer to compare with' };
    let why: string | null = null;
    for (const span of PAST_US) {
      // Less than the whole check may cost, because most wrong figures were never true.
      const budget = limits.budget?.part();
      const within = { ...limits, budget, subjectOf: () => asking.subject(receipt), moments: momentsOf(asOf, span) };
      why = await trail(evidence, asOf - span, look, within);
      if (moments.length > 0) return { moments, searched: searchedOf(span, why) };
      if (why !== BUDGET_SPENT) break;
    }
    const reason = why ?? [...failures].at(-1) ?? 'the log has no moment of them';
    return { moments, searched: `the minutes before were not searched: ${reason}` };
  };
  return {
    past: () => (past ??= search()),
    now: async () => {
      if (present === null || age <= maxAgeSec * US_PER_SECOND) return null;
      return (now ??= asking.ask(receipt, present).catch(reasonOf));
    },
  };
}

/** Each tenth of a second in the last time before a moment, and one in each second before that. */
function momentsOf(asOf: Micros, span: number): TrailMoments {
  let lookedAt = Number.NEGATIVE_INFINITY;
  const take = (at: Micros): boolean => {
    if (at < asOf - FINE_US && at - lookedAt < US_PER_SECOND) return false;
    lookedAt = at;
    return true;
  };
  const fine = Math.min(span, FINE_US);
  return { take, count: (FINE_A_SECOND * fine + (span - fine)) / US_PER_SECOND };
}

/** Which time was searched in vain. */
const searchedOf = (span: number, why: string | null): string =>
  `not found in ${span / US_PER_SECOND} s before it, where one moment a second was compared and ten in the last ${FINE_US / US_PER_SECOND} s${why === null ? '' : `, and not in all of them: ${why}`}`;

/** Marks a figure stale if it held only earlier, or no longer holds. */
async function inTime(judged: Judged, time: Timeline | null): Promise<FigureCheck> {
  const { text, verdict, reason, path, value, proven, says } = judged;
  const row: FigureCheck = { figure: text, verdict, reason, field: path, actual: value, receipt: proven?.receipt ?? null };
  if (time === null || path === null || isShifting(path) || (verdict !== 'matched' && verdict !== 'altered')) return row;
  if (verdict === 'matched') {
    const now = await time.now();
    if (now === null) return row;
    if (typeof now === 'string') return { ...row, reason: `${reason}; its current value is unknown: ${now}` };
    const current = valueAt(now, path);
    if (typeof current !== 'number' || says(current)) return row;
    return { ...row, verdict: 'stale', reason: `${path} had this value at the receipt's time and is ${current} now` };
  }
  const past = await time.past();
  const was = past.moments.findLast(({ answer }) => {
    const then = valueAt(answer, path);
    return typeof then === 'number' && says(then);
  });
  if (was !== undefined)
    return { ...row, verdict: 'stale', reason: `${path} had this value at ${was.at}, before the receipt's time` };
  return { ...row, reason: `${reason}; ${past.searched}` };
}

/** Rows of figures, in order; only the first ones that fail are searched for in the past. */
export async function figureRows(judged: readonly Judged[], timelines: ReadonlyMap<string, Timeline>): Promise<FigureCheck[]> {
  const rows: FigureCheck[] = [];
  let pasts = 0;
  for (const one of judged) {
    const wanted = one.verdict !== 'altered' || pasts++ < MOST_PASTS;
    rows.push(await inTime(one, wanted ? (timelines.get(one.proven?.receipt ?? '') ?? null) : null));
  }
  return rows;
}

/** Whether a path leads into a list whose items shift over time, so that the same path later means another item. */
const isShifting = (path: string): boolean =>
  /(?:^|\.)(?:candles|trades|walls|vacuums|bids|asks|top20_bid|top20_ask|anomalies)\[/.test(path);
