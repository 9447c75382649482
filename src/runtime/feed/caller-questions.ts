import { callOf, requestKey, type CallerQuestion, type RestCall, type Venue } from '../../core/index.ts';
import type { Context } from './context.ts';
import { ask, askAgain, type Failed } from './requests.ts';
import { PRIORITY, type PendingCall } from './state.ts';
import type { AskOutcome } from './types.ts';

/** Maximum queued calls of callers. */
const WAITING_MOST = 40;
const TRIES = 2;

export type AnyCallerQuestion = CallerQuestion<object, unknown>;

/** Whether a call was made for a caller, so that it is independent of the feed's own state. */
export const isOfCaller = ({ priority }: Pick<PendingCall, 'priority'>): boolean => priority === PRIORITY.callers;

/** A venue's question for callers; null if it has none with this id. */
export function callerQuestion({ callerQuestions = {} }: Venue, id: string): AnyCallerQuestion | null {
  if (!Object.hasOwn(callerQuestions, id)) return null;
  const found = callerQuestions[id as keyof typeof callerQuestions];
  // `callerCall` checks inputs against the question's schema.
  return found === undefined || 'unsupported' in found ? null : (found as unknown as AnyCallerQuestion);
}

/** The call for a caller's question; null if the venue doesn't have the question or the input is invalid. */
export function callerCall(venue: Venue, id: string, input: object): RestCall | null {
  const question = callerQuestion(venue, id);
  const checked = question?.input.safeParse(input);
  return question === null || checked?.success !== true ? null : callOf(question, checked.data);
}

interface Asked {
  readonly question: string;
  readonly input: object;
}

const report = ({ effects }: Context, outcome: AskOutcome): void => void effects.push({ kind: 'asked', ...outcome });

/** Refuses a question that was not queued. */
export function refuseQuestion(context: Context, { question, input }: Asked, why: string): void {
  const call = callerCall(context.venue, question, input);
  if (call !== null) report(context, { outcome: 'failed', key: requestKey(call), detail: why });
}

/** Refuses every question that is queued or was sent. */
export function refuseQuestions(context: Context, why: string): void {
  const { queue, inflight } = context.feed.rest;
  for (const pending of [...queue, ...inflight.values()])
    if (isOfCaller(pending)) report(context, { outcome: 'failed', key: requestKey(pending.call), detail: why });
}

/** Queues a caller's question. */
export function askForCaller(context: Context, id: string, input: object): void {
  const { rest, settings } = context.feed;
  const call = callerCall(context.venue, id, input);
  if (call === null) return;
  const refuse = (detail: string) => report(context, { outcome: 'failed', key: requestKey(call), detail });
  if (settings.recorded) return refuse('a recording answers no questions');
  if (rest.queue.filter(isOfCaller).length >= WAITING_MOST) return refuse('too many questions to this venue are waiting');
  ask(context, call, PRIORITY.callers);
}

/** Reports that a caller's question was answered. The caller decodes the answer itself, so the feed doesn't change. */
export const CALLERS_TAKER = {
  take: (context: Context, { call }: { readonly call: RestCall }): void =>
    report(context, { outcome: 'answered', key: requestKey(call) }),
  fail(context: Context, failed: Failed): void {
    const key = requestKey(failed.call);
    if (failed.kind === 'unknown_symbol') report(context, { outcome: 'unknown_symbol', key });
    else if (failed.attempt + 1 < TRIES) askAgain(context, failed, PRIORITY.callers);
    else report(context, { outcome: 'failed', key, detail: failed.why });
  },
};
