import { logPointOf, parseReceipt, sealReceipt, visibleValue } from '../core/index.ts';
import { FORMULAS_VERSION } from './formulas.ts';
import type { Operation } from './types.ts';

type Answer = Readonly<Record<string, unknown>>;

/** How to quote a number of an answer so that `check_claim` can prove it. */
export const CITE = 'VALUE {field} [receipt]';

const TOO_LONG = 'No receipt: the question is too long for one.';

/**
 * Turns the place in the log, which a service put in an answer, into the receipt of this answer to this question.
 * An answer that came sealed from another process, and was shortened here, is sealed anew at the same place.
 */
export function sealAnswer(operation: Pick<Operation, 'name' | 'input' | 'unproven'>, input: unknown, given: Answer): Answer {
  // Before it is sealed, so that whoever recomputes the answer seals the same text.
  const { cite: _, ...answer } = visibleValue(given);
  const at = typeof answer['receipt'] === 'string' ? logPointOf(answer['receipt']) : null;
  if (at === null) return answer;
  const told = Object.fromEntries(Object.entries(answer).filter(([name]) => operation.unproven?.includes(name) !== true));
  const args = canonicalArgs(operation, input, answer);
  const receipt = sealReceipt({ operation: operation.name, args, at, formulas: FORMULAS_VERSION }, told);
  if (parseReceipt(receipt) !== null) return { ...answer, receipt, cite: CITE };
  return { ...answer, receipt: null, caveats: [...((answer['caveats'] as string[] | undefined) ?? []), TOO_LONG] };
}

/** Arguments as the answer understood them: its own names for instrument and venue, and nothing that is the default anyway. */
function canonicalArgs({ input: schema }: Pick<Operation, 'input'>, input: unknown, { symbol, venue }: Answer): Answer {
  const given = input as Answer;
  const usual = (name: string): unknown => {
    const found = schema.shape[name] as { safeParse(value: unknown): { data?: unknown } } | undefined;
    return name === 'detail' ? 'full' : found?.safeParse(undefined).data;
  };
  const named = given['symbol'] === undefined || symbol === undefined ? given : { ...given, symbol, venue };
  return Object.fromEntries(
    Object.entries(named).filter(([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(usual(name))),
  );
}
