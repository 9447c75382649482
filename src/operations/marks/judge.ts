import { digestOf, type Grounds, type Receipt } from '../../core/index.ts';
import { CITE } from '../receipt.ts';
import type { Operation } from '../types.ts';
import { differences, formerDefaults, versionChanges } from './differences.ts';
import { pruned } from './field-tree.ts';
import type { KnownMarks } from './known-marks.ts';
import type { MarkContent, OperationMark } from './operation-mark.ts';
import { decodersOf, parseReceiptMark } from './receipt-mark.ts';

type Answer = Readonly<Record<string, unknown>>;

/** The verdict on a receipt by the answer recomputed from its evidence, and the part of that answer that the receipt covers. */
export interface Judged {
  readonly verdict: 'matched' | 'altered' | 'unsupported';
  readonly reason: string;
  readonly answer: Answer;
}

/** An operation of this build, its mark, and the marks that this build knows. */
export interface Build {
  readonly operation: Operation;
  readonly mark: OperationMark;
  readonly known: KnownMarks;
}

const MOST_NAMED = 3;

/** The build behind the mark of a receipt; null for an unknown mark. */
function contentOf({ mark, head }: Receipt, { operation: { name }, mark: own, known }: Build): MarkContent | null {
  const id = head.startsWith('tf1:') ? known.firstForm[mark]?.[name] : parseReceiptMark(mark).operation;
  if (id === undefined) return null;
  return id === own.id ? own.content : (known.marks[name]?.[id] ?? null);
}

/** The arguments of a receipt, with the defaults of the build that issued it. */
export function argumentsOf(receipt: Receipt, build: Build): Answer {
  const before = contentOf(receipt, build);
  const { mark, operation } = build;
  return before === null ? receipt.args : { ...formerDefaults(before, mark.content, operation.input.shape), ...receipt.args };
}

/** Judges a receipt. `recomputed` is the answer from its evidence, without a receipt and with its grounds. */
export function judgeAnswer(receipt: Receipt, recomputed: Answer, build: Build): Judged {
  const { grounds, ...answer } = recomputed as Answer & { readonly grounds?: Grounds | null };
  const { operation, mark } = build;
  const covered = without(answer, ['receipt', 'cite', ...(operation.unproven ?? [])]);
  const isOf = (candidate: Answer) => digestOf(receipt.head, candidate) === receipt.digest;
  const from = receipt.evidence.kind === 'log' ? 'the raw log' : 'its evidence';
  const cited = { receipt: `${receipt.head}:${receipt.digest}`, cite: CITE };
  if (isOf(covered)) return { verdict: 'matched', reason: `${from} gives the same answer`, answer: { ...answer, ...cited } };
  const before = contentOf(receipt, build);
  if (before === null) {
    const reason = `made by another build: its mark ${receipt.mark} is not known to this build, so that build is newer or changed. ${ADVICE}`;
    return { verdict: 'unsupported', reason, answer };
  }
  const former = pruned(covered, before.fields) as Answer;
  if (isOf(former))
    return {
      verdict: 'matched',
      reason: `${from} gives the same answer in the fields of that build`,
      answer: { ...former, ...cited },
    };
  const changed = [
    ...differences({ before, now: mark.content, input: operation.input.shape, answer: covered }),
    ...decoderChanges(receipt, grounds?.decoders ?? {}),
  ];
  if (changed.length > 0)
    return { verdict: 'unsupported', reason: `made by another build: ${named(changed)}. ${ADVICE}`, answer };
  return { verdict: 'altered', reason: `the receipt does not match the answer recomputed from ${from}`, answer };
}

const ADVICE = 'Check it with the build that issued it';

/** The first form named no decoders, because all had version 1. */
function decoderChanges({ mark }: Receipt, now: Grounds['decoders']): readonly string[] {
  const before = decodersOf(parseReceiptMark(mark), Object.keys(now));
  return before === null ? ['the answer rests on other venues'] : versionChanges(before, now, 'decoder of ');
}

const named = (changed: readonly string[]): string =>
  changed.length <= MOST_NAMED
    ? changed.join(', ')
    : `${changed.slice(0, MOST_NAMED).join(', ')} and ${changed.length - MOST_NAMED} more`;

const without = (answer: Answer, names: readonly string[]): Answer =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));
