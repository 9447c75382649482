import type { z } from 'zod';
import { canonicalJson, shortHash } from '../../core/index.ts';
import { FORMULAS } from '../formulas/index.ts';
import type { Formula, Operation } from '../types.ts';
import { fieldTree, formulasIn, type FieldTree } from './field-tree.ts';

/** Everything that determines the answers of one operation, except the decoders of the venues behind an answer. */
export interface MarkContent {
  readonly operation: string;
  /** Versions of its own formulas. */
  readonly formulas: Readonly<Record<string, number>>;
  readonly fields: FieldTree;
  /** Arguments that have a default. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Versions of the feed and of everything else that its service reads. */
  readonly versions: Readonly<Record<string, number>>;
}

export interface OperationMark {
  readonly id: string;
  readonly content: MarkContent;
}

const DIGITS = 6;
/** No receipt covers these, whatever the operation. */
const NEVER = ['receipt', 'cite'];

/** Whether an operation's answers can have a receipt. */
export const hasReceipt = ({ output }: Pick<Operation, 'output'>): boolean =>
  (output.shape['receipt'] as z.ZodType | undefined)?.safeParse('').success === true;

/** The default of an argument; undefined if it has none. `detail` differs by face, so receipts always say `concise`. */
export function defaultOf({ input }: Pick<Operation, 'input'>, name: string): unknown {
  if (name === 'detail') return 'full';
  const found = input.shape[name] as { safeParse(value: unknown): { data?: unknown } } | undefined;
  return found?.safeParse(undefined).data;
}

export const markId = (content: MarkContent): string => shortHash(canonicalJson(content), DIGITS);

function contentOf(operation: Operation, formulas: readonly Formula[]): MarkContent {
  const { name, input, output, unproven = [], versions = {} } = operation;
  const covered = Object.entries(output.shape).filter(([field]) => !NEVER.includes(field) && !unproven.includes(field));
  const fields = Object.fromEntries(covered.map(([field, schema]) => [field, fieldTree(schema)]));
  const own = new Set(formulasIn(fields));
  const defaults = Object.keys(input.shape)
    .filter((argument) => argument !== 'detail')
    .map((argument) => [argument, defaultOf(operation, argument)] as const);
  return {
    operation: name,
    formulas: Object.fromEntries(formulas.filter(({ id }) => own.has(id)).map(({ id, version }) => [id, version])),
    fields,
    defaults: Object.fromEntries(defaults.filter(([, value]) => value !== undefined)),
    versions,
  };
}

const MADE = new WeakMap<readonly Formula[], WeakMap<Operation, OperationMark>>();

/** The mark of an operation in a build with these formulas; computed once. */
export function operationMark(operation: Operation, formulas: readonly Formula[] = FORMULAS): OperationMark {
  const known = MADE.get(formulas) ?? new WeakMap<Operation, OperationMark>();
  MADE.set(formulas, known);
  const made = known.get(operation);
  if (made !== undefined) return made;
  const content = contentOf(operation, formulas);
  const mark = { id: markId(content), content };
  known.set(operation, mark);
  return mark;
}
