import { requestKey, US_PER_MS, US_PER_SECOND, type RestCall, type RestOutcome } from '../../core/index.ts';
import { backoff, note, type Context } from './context.ts';
import { forgetSpent, hasRoom, takeUsedWeight } from './rest-limits.ts';
import { PRIORITY, type PendingCall, type RestState } from './state.ts';
import type { Input } from './types.ts';

const INFLIGHT_MOST = 4;
/** Maximum calls of callers in flight, so that slow answers to them don't delay the feed. */
const CALLERS_INFLIGHT_MOST = 2;
const TIMEOUT_US = 15 * US_PER_SECOND;
const THROTTLED_MS = 10_000;
const ALL_BLOCKED_MS = 30_000;

/** Queues a call, unless it is null or the same call is already queued or in flight. */
export function ask(
  context: Context,
  call: RestCall | null,
  priority: PendingCall['priority'],
  attempt = 0,
  notBefore = 0,
): void {
  const { rest, settings } = context.feed;
  if (call === null || settings.recorded) return;
  const key = requestKey(call);
  const same = (pending: PendingCall) => requestKey(pending.call) === key;
  if (rest.queue.some(same) || [...rest.inflight.values()].some(same)) return;
  enqueue(context, { call, priority, attempt, notBefore });
}

/** Queues a call, even if an equal call is already queued. */
export function enqueue(context: Context, pending: PendingCall): void {
  context.feed.rest.queue.push(pending);
  sendDue(context);
}

/** Whether this question about a symbol is queued or in flight. */
export function isAsked(context: Context, question: string, symbol: string | null): boolean {
  const { rest } = context.feed;
  const same = ({ call }: PendingCall) => call.question === question && call.symbol === symbol;
  return rest.queue.some(same) || [...rest.inflight.values()].some(same);
}

const countOfCallers = ({ inflight }: RestState): number =>
  [...inflight.values()].filter(({ priority }) => priority === PRIORITY.callers).length;

/** Sends due calls, most urgent first, within the venue's limits. A full bucket does not delay calls of other buckets. */
export function sendDue(context: Context): void {
  const { feed } = context;
  const { rest } = feed;
  if (feed.now < rest.pausedUntil) return;
  forgetSpent(context);
  const full = new Set<string>();
  const due = rest.queue.filter(({ notBefore }) => notBefore <= feed.now).toSorted((a, b) => a.priority - b.priority);
  for (const pending of due) {
    const { bucket, weight } = pending.call;
    if (rest.inflight.size >= INFLIGHT_MOST) return;
    if (pending.priority === PRIORITY.callers && countOfCallers(rest) >= CALLERS_INFLIGHT_MOST) continue;
    if (full.has(bucket) || !hasRoom(context, pending.call)) {
      full.add(bucket);
      continue;
    }
    rest.queue.splice(rest.queue.indexOf(pending), 1);
    rest.spent.push({ at: feed.now, weight, bucket, requests: 1 });
    const request = feed.nextRequest++;
    rest.inflight.set(request, { ...pending, sentAt: feed.now });
    const host = feed.settings.restHosts[rest.host % Math.max(1, feed.settings.restHosts.length)] ?? '';
    context.effects.push({ kind: 'request', request, call: pending.call, url: host.replace(/\/+$/, '') + pending.call.path });
  }
}

export interface Failed {
  readonly kind: 'unknown_symbol' | 'failed';
  readonly call: RestCall;
  readonly attempt: number;
  readonly why: string;
}

/** The outcome of a call: the body of its answer, or why it failed. */
export type Settled =
  | { readonly kind: 'answer'; readonly call: RestCall; readonly attempt: number; readonly body: string }
  | Failed;

/** Removes an answered or failed call from the calls in flight, and applies the venue's rules for its HTTP status. */
export function settle(context: Context, input: Extract<Input, { kind: 'rest' | 'rest_failed' }>): Settled | null {
  const { feed, venue } = context;
  const { rest } = feed;
  const pending =
    input.request === null
      ? { call: { bucket: '', ...input.call }, attempt: 0, priority: PRIORITY.book }
      : rest.inflight.get(input.request);
  if (pending === undefined) return null;
  if (input.request !== null) rest.inflight.delete(input.request);
  const { call, attempt } = pending;
  if (input.kind === 'rest_failed') {
    rest.host++;
    return { kind: 'failed', call, attempt, why: input.reason };
  }
  takeUsedWeight(context, venue.rest.usedWeight(input.headers));
  const outcome = venue.rest.classify(input.status, input.headers, input.body);
  if (outcome.kind === 'ok') return { kind: 'answer', call, attempt, body: input.body };
  if (outcome.kind === 'unknown_symbol') return { kind: 'unknown_symbol', call, attempt, why: 'the venue has no such symbol' };
  applyRefusal(context, outcome);
  return {
    kind: 'failed',
    call,
    attempt,
    why: outcome.kind === 'failed' || outcome.kind === 'blocked' ? outcome.why : outcome.kind,
  };
}

function applyRefusal(context: Context, outcome: Exclude<RestOutcome, { kind: 'ok' | 'unknown_symbol' }>): void {
  const { feed } = context;
  const { rest } = feed;
  if (outcome.kind === 'throttled' || outcome.kind === 'banned') {
    rest.throttles++;
    rest.pausedUntil = feed.now + (outcome.retryAfterMs ?? THROTTLED_MS) * US_PER_MS;
    note(feed, `REST requests ${outcome.kind} by the venue`);
  } else if (outcome.kind === 'blocked') {
    const hosts = Math.max(1, feed.settings.restHosts.length);
    const host = rest.host % hosts;
    if (!rest.blockedHosts.includes(host)) rest.blockedHosts.push(host);
    note(feed, `${feed.settings.restHosts[host]} refuses us: ${outcome.why}`);
    rest.host++;
    if (rest.blockedHosts.length >= hosts) {
      rest.blockedHosts = [];
      rest.pausedUntil = feed.now + ALL_BLOCKED_MS * US_PER_MS;
      note(feed, `every REST host refuses us: ${outcome.why}`);
    }
  }
}

/** Queues a failed call again, backing off. */
export const askAgain = (
  context: Context,
  settled: { readonly call: RestCall; readonly attempt: number },
  priority: PendingCall['priority'],
): void => ask(context, settled.call, priority, settled.attempt + 1, backoff(context.feed, settled.attempt));

/** The calls in flight that had no answer in time, as failures. */
export function overdue(context: Context): Extract<Input, { kind: 'rest_failed' }>[] {
  const { feed, venue } = context;
  return [...feed.rest.inflight]
    .filter(([, { sentAt }]) => feed.now - sentAt > TIMEOUT_US)
    .map(([request, { call }]) => ({
      kind: 'rest_failed',
      venue: venue.card.id,
      at: feed.now,
      request,
      call,
      reason: 'no answer in 15 s',
    }));
}
