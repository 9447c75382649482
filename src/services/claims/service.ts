import {
  BUDGET_SPENT,
  CodedError,
  parseReceipt,
  receiptsIn,
  SIMULATED_CAVEAT,
  SOURCES,
  toRfc3339,
  US_PER_MINUTE,
  US_PER_MS,
  US_PER_SECOND,
  type Clock,
  type LogPoint,
  type Micros,
  type Receipt,
  type Source,
  type WorkLimits,
} from '../../core/index.ts';
import type { Evidence, MarketService } from '../market/index.ts';
import { answersIn } from './answers-in-text.ts';
import type { Claim, ClaimAnswer, ClaimQuery, ClaimService, FigureCheck, ReceiptCheck, Verdict } from './answers.ts';
import { valueAt } from './judge/fields.ts';
import { provenOf, type Answer, type Proven } from './judge/proven.ts';
import { judgeText, type Judged } from './judge/text.ts';
import { judgeClaim } from './structured.ts';
import { differences } from './whole-answer.ts';

/** What the layer above knows of operations: this service has none of its own. */
export interface Asking {
  /** Runs a read operation on a market, as a face would; the answer is sealed. Throws coded errors. */
  readonly ask: (operation: string, args: Answer, market: MarketService) => Promise<Answer>;
  /** Fields of an operation's answer that no receipt covers. */
  readonly unproven: (operation: string) => readonly string[];
  /** Four hex digits that stand for the versions of this build's formulas. */
  readonly formulas: string;
}

export interface ClaimServiceOptions {
  readonly evidence: Evidence;
  readonly asking: Asking;
  /** The market as it is; null where none is followed. */
  readonly market: MarketService | null;
  readonly clock: Clock;
}

/** How far back a figure is looked for that the answer doesn't have. */
const PAST_US = 5 * US_PER_MINUTE;
const MOST_RECEIPTS = 2_000;
const MOST_FIGURES = 500;
/** A figure's past is looked up for so many figures, since each may mean a replay. */
const MOST_PASTS = 20;
const MOST_UNREAD = 3;

const RANK: Readonly<Record<Verdict, number>> = { matched: 0, partly_checked: 1, stale: 2, unsupported: 3, altered: 4 };

/** What a receipt or figure makes of the whole. */
const OVERALL: Readonly<Record<ReceiptCheck['verdict'] | FigureCheck['verdict'], Verdict>> = {
  matched: 'matched',
  context: 'matched',
  not_checked: 'partly_checked',
  stale: 'stale',
  unsupported: 'unsupported',
  altered: 'altered',
};

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce<Verdict>((most, verdict) => (RANK[verdict] > RANK[most] ? verdict : most), 'matched');

/** Checks receipts, and texts that cite them, against the raw log. */
export function createClaimService({ evidence, asking, market, clock }: ClaimServiceOptions): ClaimService {
  /** Answers worked out anew, by receipt; a text for those that could not be. */
  async function workOut(
    receipts: ReadonlyMap<string, Receipt>,
    limits: WorkLimits,
  ): Promise<ReadonlyMap<string, Answer | string>> {
    const texts = new Map<LogPoint, string>(Array.from(receipts, ([text, { at }]) => [at, text]));
    const found = new Map<string, Answer | string>();
    const look = async (point: LogPoint, past: MarketService) => {
      const text = texts.get(point) ?? '';
      const receipt = receipts.get(text) as Receipt;
      found.set(text, await asking.ask(receipt.operation, receipt.args, past).catch(reasonOf));
    };
    const missed = await evidence.visit([...texts.keys()], look, limits);
    for (const [point, reason] of missed) found.set(texts.get(point) ?? '', reason);
    return found;
  }

  function judgeReceipt(text: string, receipt: Receipt | null, answer: Answer | string | undefined): ReceiptCheck {
    const base = { receipt: text, operation: receipt?.operation ?? null, as_of: null, state: null, source: null };
    if (receipt === null) return { ...base, verdict: 'altered', reason: 'this is no receipt as it was issued' };
    if (answer === BUDGET_SPENT) return { ...base, verdict: 'not_checked', reason: answer };
    if (answer === undefined || typeof answer === 'string')
      return { ...base, verdict: 'unsupported', reason: answer ?? 'it could not be recomputed' };
    const told = {
      ...base,
      as_of: typeof answer['as_of'] === 'string' ? answer['as_of'] : null,
      state: typeof answer['state'] === 'string' ? answer['state'] : null,
      source: sourceOf(answer),
    };
    if (answer['receipt'] === text) return { ...told, verdict: 'matched', reason: 'the raw log gives the same answer' };
    if (receipt.formulas !== asking.formulas)
      return {
        ...told,
        verdict: 'unsupported',
        reason: `it was made by formulas ${receipt.formulas}; this build has ${asking.formulas}, and they give another answer`,
      };
    return { ...told, verdict: 'altered', reason: 'the raw log gives another answer at that place' };
  }

  /** Whether a figure that holds is too old, and whether one that doesn't held before. */
  async function inTime(judged: Judged, time: Timeline | null): Promise<FigureCheck> {
    const { text, verdict, reason, path, value, proven, says } = judged;
    const row: FigureCheck = { figure: text, verdict, reason, field: path, actual: value, receipt: proven?.receipt ?? null };
    if (time === null || path === null || isShifting(path) || (verdict !== 'matched' && verdict !== 'altered')) return row;
    if (verdict === 'matched') {
      const now = await time.now();
      if (now === null) return row;
      if (typeof now === 'string') return { ...row, reason: `${reason}; whether it still has can't be told: ${now}` };
      const moved = valueAt(now, path);
      if (typeof moved !== 'number' || says(moved)) return row;
      return { ...row, verdict: 'stale', reason: `${path} had this value, and has ${moved} now` };
    }
    const past = await time.past();
    const was = past.moments.findLast(({ answer }) => {
      const then = valueAt(answer, path);
      return typeof then === 'number' && says(then);
    });
    if (was !== undefined)
      return { ...row, verdict: 'stale', reason: `${path} had this value at ${was.at}, before the moment of the receipt` };
    return past.unseen === null
      ? row
      : { ...row, reason: `${reason}; whether it was so earlier can't be told in full: ${past.unseen}` };
  }

  function timelineOf(
    { receipt, answer }: Proven,
    { operation, args, at }: Receipt,
    maxAgeSec: number,
    limits: WorkLimits,
  ): Timeline {
    let past: Promise<Past> | null = null;
    const asOf = Date.parse(String(answer['as_of'])) * US_PER_MS;
    const age = clock.now() - asOf;
    return {
      receipt,
      past: () => (past ??= pastOf({ operation, args, at }, asOf - PAST_US, limits)),
      now: async () => {
        if (market === null || age <= maxAgeSec * US_PER_SECOND) return null;
        return asking.ask(operation, args, market).catch(reasonOf);
      },
    };
  }

  async function pastOf(
    { operation, args, at }: Pick<Receipt, 'operation' | 'args' | 'at'>,
    from: Micros,
    limits: WorkLimits,
  ): Promise<Past> {
    const moments: Past['moments'][number][] = [];
    const look = async (time: Micros, then: MarketService) => {
      const answer = await asking.ask(operation, args, then).catch(reasonOf);
      if (typeof answer !== 'string') moments.push({ at: toRfc3339(time), answer });
    };
    const unseen = await evidence.trail(at, from, look, limits);
    return { moments, unseen };
  }

  /** Rows of figures, in order; only the first ones that fail are looked for in the past. */
  async function rowsOf(judged: readonly Judged[], timelines: ReadonlyMap<string, Timeline>): Promise<FigureCheck[]> {
    const rows: FigureCheck[] = [];
    let pasts = 0;
    for (const one of judged) {
      const wanted = one.verdict !== 'altered' || pasts++ < MOST_PASTS;
      rows.push(await inTime(one, wanted ? (timelines.get(one.proven?.receipt ?? '') ?? null) : null));
    }
    return rows;
  }

  return {
    async check({ text, claims, maxAgeSec }: ClaimQuery, limits: WorkLimits = {}): Promise<ClaimAnswer> {
      const { answers: quoted, prose } = answersIn(text);
      const places = [
        ...receiptsIn(prose),
        ...quoted.map(({ answer }) => ({ text: answer.receipt })),
        ...claims.map(({ receipt }) => ({ text: receipt })),
      ];
      const distinct = [...new Map(places.map((place) => [place.text, place])).values()];
      const cited = distinct.slice(0, MOST_RECEIPTS);
      const parsed = new Map(cited.flatMap(({ text: one }) => entry(one, parseReceipt(one))));
      const answers = await workOut(parsed, limits);
      const receipts = cited.map(({ text: one }) => judgeReceipt(one, parsed.get(one) ?? null, answers.get(one)));
      const holding = new Set(receipts.flatMap(({ receipt, verdict }) => (verdict === 'matched' ? [receipt] : [])));
      const proven = cited.flatMap(({ text: receipt }) => {
        const parts = parsed.get(receipt);
        const answer = answers.get(receipt);
        if (!holding.has(receipt) || parts === undefined || typeof answer !== 'object') return [];
        const covered = without(answer, asking.unproven(parts.operation));
        return [provenOf({ receipt, operation: parts.operation, answer: covered })];
      });
      const byReceipt = new Map(proven.map((one) => [one.receipt, one]));
      const timelines = new Map(
        proven.map((one) => [one.receipt, timelineOf(one, parsed.get(one.receipt) as Receipt, maxAgeSec, limits)]),
      );
      const read = judgeText(prose, proven, {
        mostFigures: MOST_FIGURES,
        quotes: quoted.length > 0 ? 'yes' : 'no',
      });
      const structured = claims.map((claim: Claim) =>
        judgeClaim(claim, byReceipt.get(claim.receipt) ?? null, asking.unproven(parsed.get(claim.receipt)?.operation ?? '')),
      );
      const wholes = quoted.flatMap((one) => {
        const actual = answers.get(one.answer.receipt);
        const operation = parsed.get(one.answer.receipt)?.operation ?? '';
        return typeof actual === 'object' ? differences(one, actual, asking.unproven(operation)) : [];
      });
      const figures = [...wholes, ...(await rowsOf([...structured, ...read.figures], timelines))];
      const source = receipts.some((row) => row.source === 'simulated') ? 'simulated' : evidence.source;
      const judged = [...structured, ...read.figures.filter(({ verdict }) => verdict !== 'context')];
      const unread = [
        ...read.unread,
        ...read.figures.flatMap(({ around, text: figure }) => (around === null ? [] : [`${figure}: ${around}`])),
      ];
      const wordsOnly = read.speaks === 'yes' && judged.length === 0 && quoted.length === 0;
      const caveats = [
        ...(source === 'simulated' ? [SIMULATED_CAVEAT] : []),
        ...(cited.length === 0 ? ['There is no receipt in it, so nothing of it can be checked.'] : []),
        ...(distinct.length > MOST_RECEIPTS ? [`Only the first ${MOST_RECEIPTS} receipts were checked.`] : []),
        ...(read.left === 'yes' ? [`Only the first ${MOST_FIGURES} figures were checked.`] : []),
        ...(unread.length > 0 ? [`Words beside the figures were not checked: ${quotedParts(unread)}.`] : []),
        ...(wordsOnly && unread.length === 0 ? ['There is no figure in it, so only the receipts were checked.'] : []),
      ];
      // What was not looked at is not called right.
      const unlooked: Verdict[] = [
        ...(cited.length === 0 ? (['unsupported'] as const) : []),
        ...(distinct.length > MOST_RECEIPTS || read.left === 'yes' || unread.length > 0 || wordsOnly
          ? (['partly_checked'] as const)
          : []),
      ];
      const verdict = worst([...[...receipts, ...figures].map((row) => OVERALL[row.verdict]), ...unlooked]);
      return { as_of: toRfc3339(clock.now()), source, verdict, receipts, figures, caveats };
    },
  };
}

/** Lists whose items are others at another moment, so that a place in one is no field over time. */
const isShifting = (path: string): boolean =>
  /(?:^|\.)(?:candles|trades|walls|vacuums|bids|asks|top20_bid|top20_ask|anomalies)\[/.test(path);

/** A proven answer before and after its moment. */
interface Timeline {
  readonly receipt: string;
  /** The same question ten times a second before; asked where a figure doesn't hold. */
  readonly past: () => Promise<Past>;
  /** The same question now, or why there is no answer; null where the receipt is young enough or no market is followed. */
  readonly now: () => Promise<Answer | string | null>;
}

interface Past {
  readonly moments: readonly { readonly at: string; readonly answer: Answer }[];
  /** Why some of the time could not be looked at. */
  readonly unseen: string | null;
}

const SHOWN = 80;

const quotedParts = (parts: readonly string[]): string => {
  const shown = parts.slice(0, MOST_UNREAD).map((part) => `"${part.length > SHOWN ? `${part.slice(0, SHOWN)}…` : part}"`);
  return `${shown.join(', ')}${parts.length > MOST_UNREAD ? ` and ${parts.length - MOST_UNREAD} more` : ''}`;
};

const without = (answer: Answer, names: readonly string[]): Answer =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));

const entry = (text: string, receipt: Receipt | null): readonly [string, Receipt][] =>
  receipt === null ? [] : [[text, receipt]];

const sourceOf = (answer: Answer): Source | null => SOURCES.find((source) => source === answer['source']) ?? null;

/** A refusal is an answer too: it says why there is none. Anything else is our fault and goes up. */
function reasonOf(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  throw error;
}
