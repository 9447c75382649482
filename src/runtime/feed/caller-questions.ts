import { callOf, type CallerQuestion, type RestCall, type Venue } from '../../core/index.ts';
import type { Context } from './context.ts';
import { ask, askAgain, CALLERS, type Failed } from './requests.ts';
import type { PendingCall } from './state.ts';
import type { AskOutcome } from './types.ts';

/** Calls of callers that may wait at once. */
const WAITING_MOST = 40;
const TRIES = 2;

export type AnyCallerQuestion = CallerQuestion<object, unknown>;

/** Whether a call was asked by a caller: the feed's own state does not decide about it. */
export const isOfCaller = ({ priority }: Pick<PendingCall, 'priority'>): boolean => priority === CALLERS;

/** A venue's question for callers; null where it has none of this id. */
export function callerQuestion({ callerQuestions = {} }: Venue, id: string): AnyCallerQuestion | null {
  if (!Object.hasOwn(callerQuestions, id)) return null;
  const found = callerQuestions[id as keyof typeof callerQuestions];
  // Inputs are checked by its schema before it is asked.
  return found === undefined || 'unsupported' in found ? null : (found as unknown as AnyCallerQuestion);
}

/** The call by which a caller's question is asked; null where the venue can't be asked this, or the input does not fit it. */
export function callerCall(venue: Venue, id: string, input: object): RestCall | null {
  const question = callerQuestion(venue, id);
  const checked = question?.input.safeParse(input);
  return question === null || checked?.success !== true ? null : callOf(question, checked.data);
}

const report = ({ effects }: Context, outcome: AskOutcome): void => void effects.push({ kind: 'asked', ...outcome });

/** Puts a caller's question in line. */
export function askForCaller(context: Context, id: string, input: object): void {
  const { rest, settings } = context.feed;
  const call = callerCall(context.venue, id, input);
  if (call === null) return;
  const refuse = (detail: string) => report(context, { outcome: 'failed', path: call.path, detail });
  if (settings.recorded) return refuse('a recording answers no questions');
  if (rest.queue.filter(isOfCaller).length >= WAITING_MOST) return refuse('too many questions to this venue are waiting');
  ask(context, call, CALLERS);
}

/** What becomes of the answer to a caller's question: nothing here; whoever asked reads the record. */
export const CALLERS_TAKER = {
  take: (context: Context, { call }: { readonly call: RestCall }): void =>
    report(context, { outcome: 'answered', path: call.path }),
  fail(context: Context, failed: Failed): void {
    const { path } = failed.call;
    if (failed.kind === 'unknown_symbol') report(context, { outcome: 'unknown_symbol', path });
    else if (failed.attempt + 1 < TRIES) askAgain(context, failed, CALLERS);
    else report(context, { outcome: 'failed', path, detail: failed.why });
  },
};
