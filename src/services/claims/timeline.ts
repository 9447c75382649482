import { letterOf, toRfc3339, US_PER_MINUTE, US_PER_MS, US_PER_SECOND, type Receipt, type WorkLimits } from '../../core/index.ts';
import type { FigureCheck } from './answers.ts';
import { valueAt } from './judge/fields.ts';
import type { Answer, Proven } from './judge/proven.ts';
import type { Judged } from './judge/sentence.ts';
import { reasonOf } from './reason-of.ts';
import type { ClaimServiceOptions } from './options.ts';

/** How far back a figure is searched for. */
const PAST_US = 5 * US_PER_MINUTE;
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
  /** Why some of the time could not be searched. */
  readonly unseen: string | null;
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
    const look = async (time: number, then: S) => {
      const earlier = await asking.ask(receipt, then).catch(reasonOf);
      if (typeof earlier !== 'string') moments.push({ at: toRfc3339(time), answer: earlier });
    };
    const trail = provers[letterOf(evidence)]?.trail;
    const unseen =
      (await trail?.(evidence, asOf - PAST_US, look, { ...limits, subjectOf: () => asking.subject(receipt) })) ?? null;
    return { moments, unseen };
  };
  return {
    past: () => (past ??= search()),
    now: async () => {
      if (present === null || age <= maxAgeSec * US_PER_SECOND) return null;
      return (now ??= asking.ask(receipt, present).catch(reasonOf));
    },
  };
}

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
  return past.unseen === null
    ? row
    : { ...row, reason: `${reason}; the five minutes before it were not fully searched: ${past.unseen}` };
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
