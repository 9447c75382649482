import {
  letterOf,
  parseReceipt,
  receiptsIn,
  SIMULATED_CAVEAT,
  toRfc3339,
  type Evidence,
  type Receipt,
  type WorkLimits,
} from '../../core/index.ts';
import type { ClaimServiceOptions, JudgedAnswer } from './options.ts';
import { answersIn } from './answers-in-text.ts';
import type { ClaimAnswer, ClaimQuery, ClaimService } from './answers.ts';
import { judgeReceipt } from './judge-receipt.ts';
import { provenOf, type Answer, type Proven } from './judge/proven.ts';
import { judgeText } from './judge/text.ts';
import { overallOf } from './overall.ts';
import { reasonOf } from './reason-of.ts';
import { judgeClaim } from './structured.ts';
import { figureRows, timelineOf } from './timeline.ts';
import { differences } from './whole-answer.ts';

const MOST_RECEIPTS = 2_000;
const MOST_FIGURES = 500;

/** Checks receipts, and texts that cite them, against their evidence. */
export function createClaimService<S>(options: ClaimServiceOptions<S>): ClaimService {
  const { provers, asking, clock } = options;
  /** Recomputed answers by receipt, or the reason why there is none. */
  async function recompute(
    receipts: ReadonlyMap<string, Receipt>,
    limits: WorkLimits,
  ): Promise<ReadonlyMap<string, JudgedAnswer | string>> {
    const found = new Map<string, JudgedAnswer | string>();
    const texts = new Map<Evidence, string>();
    for (const [text, receipt] of receipts) {
      const barred = asking.barred(receipt);
      if (barred === null) texts.set(receipt.evidence, text);
      else found.set(text, barred);
    }
    const subjectOf = (one: Evidence) => asking.subject(receipts.get(texts.get(one) ?? '') as Receipt);
    const look = async (evidence: Evidence, past: S) => {
      const text = texts.get(evidence) ?? '';
      const receipt = receipts.get(text) as Receipt;
      const answer = await asking.ask(receipt, past).catch(reasonOf);
      found.set(text, typeof answer === 'string' ? answer : await asking.judge(receipt, answer));
    };
    for (const [letter, evidence] of Map.groupBy(texts.keys(), letterOf)) {
      const prover = Object.hasOwn(provers, letter) ? provers[letter] : undefined;
      const missed = await prover?.visit(evidence, look, { ...limits, subjectOf });
      for (const one of evidence) {
        const reason =
          prover === undefined ? `made by another build: this one knows no evidence of the kind "${letter}"` : missed?.get(one);
        if (reason !== undefined) found.set(texts.get(one) ?? '', reason);
      }
    }
    return found;
  }

  return {
    async check({ text, claims, maxAgeSec }: ClaimQuery, limits: WorkLimits = {}): Promise<ClaimAnswer> {
      const { answers: quoted, prose } = answersIn(text);
      const all = new Set([
        ...receiptsIn(prose).map((found) => found.text),
        ...quoted.map(({ answer }) => answer.receipt),
        ...claims.map(({ receipt }) => receipt),
      ]);
      const cited = [...all].slice(0, MOST_RECEIPTS);
      const parsed = new Map(cited.flatMap((one) => entry(one, parseReceipt(one))));
      const judged = await recompute(parsed, limits);
      const answerOf = (receipt: string): Answer | null => {
        const found = judged.get(receipt);
        return typeof found === 'object' ? found.answer : null;
      };
      const unprovenOf = (receipt: string) => asking.unproven(parsed.get(receipt)?.operation ?? '');
      const receipts = cited.map((one) => judgeReceipt({ text: one, receipt: parsed.get(one) ?? null, judged: judged.get(one) }));
      const proven = receipts.flatMap(({ receipt, operation, verdict }): Proven[] => {
        const answer = answerOf(receipt);
        if (verdict !== 'matched' || operation === null || answer === null) return [];
        return [provenOf({ receipt, operation, answer: without(answer, unprovenOf(receipt)) })];
      });
      const timelines = new Map(
        proven.map((one) => [
          one.receipt,
          timelineOf(one, parsed.get(one.receipt) as Receipt, { ...options, maxAgeSec, limits }),
        ]),
      );
      const read = judgeText(prose, proven, { mostFigures: MOST_FIGURES, quotes: quoted.length > 0 });
      const byReceipt = new Map(proven.map((one) => [one.receipt, one]));
      const structured = claims.map((claim) =>
        judgeClaim(claim, byReceipt.get(claim.receipt) ?? null, unprovenOf(claim.receipt)),
      );
      const wholes = quoted.flatMap((one) => {
        const actual = answerOf(one.answer.receipt);
        return actual !== null ? differences(one, actual, unprovenOf(one.answer.receipt)) : [];
      });
      const figures = [...wholes, ...(await figureRows([...structured, ...read.figures], timelines))];
      const claiming = structured.length + quoted.length + read.figures.filter(({ verdict }) => verdict !== 'context').length;
      const { verdict, caveats } = overallOf({
        receipts,
        figures,
        leftOut: {
          receipts: all.size > MOST_RECEIPTS ? MOST_RECEIPTS : null,
          figures: read.truncated ? MOST_FIGURES : null,
        },
        unproven: [
          ...read.unproven,
          ...read.figures.flatMap(({ around, text: figure }) => (around === null ? [] : [`${figure}: ${around}`])),
        ],
        wordsOnly: read.hasWords && claiming === 0,
      });
      const source = receipts.some((row) => row.source === 'simulated') ? 'simulated' : options.source;
      return {
        as_of: toRfc3339(clock.now()),
        source,
        verdict,
        receipts,
        figures,
        caveats: [...(source === 'simulated' ? [SIMULATED_CAVEAT] : []), ...caveats],
      };
    },
  };
}

const without = (answer: Answer, names: readonly string[]): Answer =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));

const entry = (text: string, receipt: Receipt | null): readonly [string, Receipt][] =>
  receipt === null ? [] : [[text, receipt]];
