import {
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
import type { ClaimAnswer, ClaimQuery, ClaimService, FigureCheck, ReceiptCheck, Verdict } from './answers.ts';
import { fieldsOf } from './fields.ts';
import { figuresIn, proseOf, type Figure } from './figures.ts';
import { judgeFigure, type Moment, type Past, type Proven } from './judge.ts';
import { differences, wholeAnswer } from './whole-answer.ts';

type Answer = Readonly<Record<string, unknown>>;

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

const RANK: Readonly<Record<Verdict, number>> = { matched: 0, stale: 1, unsupported: 2, altered: 3 };

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

  function judge(text: string, receipt: Receipt | null, answer: Answer | string | undefined): ReceiptCheck {
    const base = { receipt: text, operation: receipt?.operation ?? null, as_of: null, state: null, source: null };
    if (receipt === null) return { ...base, verdict: 'altered', reason: 'this is no receipt as it was issued' };
    if (answer === undefined || typeof answer === 'string')
      return { ...base, verdict: 'unsupported', reason: answer ?? 'it could not be worked out' };
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

  function provenOf(text: string, receipt: Receipt, answer: Answer, maxAgeSec: number, limits: WorkLimits): Proven {
    let past: Promise<Past> | null = null;
    const asOf = Date.parse(String(answer['as_of'])) * US_PER_MS;
    const age = clock.now() - asOf;
    return {
      receipt: text,
      fields: fieldsOf(answer),
      past: () => (past ??= pastOf(receipt, asOf - PAST_US, limits)),
      now: async () => {
        if (market === null || age <= maxAgeSec * US_PER_SECOND) return null;
        const now = await asking.ask(receipt.operation, receipt.args, market).catch(reasonOf);
        return typeof now === 'string' ? now : fieldsOf(now);
      },
    };
  }

  async function pastOf({ operation, args, at }: Receipt, from: Micros, limits: WorkLimits): Promise<Past> {
    const moments: Moment[] = [];
    const look = async (time: Micros, then: MarketService) => {
      const answer = await asking.ask(operation, args, then).catch(reasonOf);
      if (typeof answer !== 'string')
        moments.push({ at: toRfc3339(time), fields: fieldsOf(answer).filter(({ listed }) => listed === 'no') });
    };
    const unseen = await evidence.trail(at, from, look, limits);
    return { moments, unseen };
  }

  async function figuresOf(
    figures: readonly Figure[],
    prose: string,
    proven: readonly { readonly start: number; readonly proven: Proven }[],
  ): Promise<FigureCheck[]> {
    const checks: FigureCheck[] = [];
    for (const [index, { start }] of figures.entries()) {
      // A receipt usually follows what it proves.
      const nearest = proven.toSorted((a, b) => Number(a.start < start) - Number(b.start < start) || a.start - b.start);
      checks.push(
        await judgeFigure(
          { prose, figures },
          index,
          nearest.map(({ proven: answer }) => answer),
        ),
      );
    }
    return checks;
  }

  return {
    async check({ text, maxAgeSec }: ClaimQuery, limits: WorkLimits = {}): Promise<ClaimAnswer> {
      const whole = wholeAnswer(text);
      const places = whole === null ? receiptsIn(text) : [{ text: whole.receipt, start: 0, end: 0 }];
      const distinct = [...new Map(places.map((place) => [place.text, place])).values()];
      const cited = distinct.slice(0, MOST_RECEIPTS);
      const parsed = new Map(cited.flatMap(({ text: one }) => entry(one, parseReceipt(one))));
      const answers = await workOut(parsed, limits);
      const receipts = cited.map(({ text: one }) => judge(one, parsed.get(one) ?? null, answers.get(one)));
      const good = cited.flatMap(({ text: one, start }, index) => {
        const receipt = parsed.get(one);
        const answer = answers.get(one);
        if (receipts[index]?.verdict !== 'matched' || receipt === undefined || typeof answer !== 'object') return [];
        return [{ start, proven: provenOf(one, receipt, answer, maxAgeSec, limits) }];
      });
      const all = whole === null ? figuresIn(text) : [];
      const actual = whole && answers.get(whole.receipt);
      const figures =
        whole === null
          ? await figuresOf(all.slice(0, MOST_FIGURES), proseOf(text), good)
          : typeof actual === 'object' && actual !== null
            ? differences(whole, actual, whole.receipt, asking.unproven(String(parsed.get(whole.receipt)?.operation)))
            : [];
      const source = receipts.some((row) => row.source === 'simulated') ? 'simulated' : evidence.source;
      const caveats = [
        ...(source === 'simulated' ? [SIMULATED_CAVEAT] : []),
        ...(cited.length === 0 ? ['There is no receipt in it, so nothing of it can be checked.'] : []),
        ...(distinct.length > MOST_RECEIPTS ? [`Only the first ${MOST_RECEIPTS} receipts were checked.`] : []),
        ...(all.length > MOST_FIGURES ? [`Only the first ${MOST_FIGURES} figures were checked.`] : []),
      ];
      // What was not looked at is not called right.
      const unlooked: Verdict[] =
        cited.length === 0 || distinct.length > MOST_RECEIPTS || all.length > MOST_FIGURES ? ['unsupported'] : [];
      const verdicts = [...receipts, ...figures].map(({ verdict }) => verdict);
      return {
        as_of: toRfc3339(clock.now()),
        source,
        verdict: worst([...verdicts, ...unlooked]),
        receipts,
        figures,
        caveats,
      };
    },
  };
}

const entry = (text: string, receipt: Receipt | null): readonly [string, Receipt][] =>
  receipt === null ? [] : [[text, receipt]];

const sourceOf = (answer: Answer): Source | null => SOURCES.find((source) => source === answer['source']) ?? null;

/** A refusal is an answer too: it says why there is none. Anything else is our fault and goes up. */
function reasonOf(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  throw error;
}
