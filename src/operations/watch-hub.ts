import { US_PER_MS, type Caller, type Clock, type Micros } from '../core/index.ts';
import { callOperation, type Answer, type LocalContext } from './call.ts';

/**
 * Shared answers for everybody who watches: topics and alerts. One question is answered once a period, however many ask it,
 * and not at all while nothing has arrived from its market.
 */
export interface WatchHub {
  /** The answer of the present period of `everyMs`. Throws what the operation throws. */
  ask(operation: string, input: Answer, everyMs: number): Promise<Answer>;
  /** Milliseconds until the next period of `everyMs`; who waits until then shares its answer. */
  untilNext(everyMs: number): number;
}

export interface WatchHubOptions {
  /** What questions run against; its registry gives every detail. */
  readonly context: Omit<LocalContext, 'caller' | 'signal'>;
  /** Something that differs once anything has arrived that the answer to this input rests on. Absent: it may differ always. */
  readonly stamp?: (input: Answer) => unknown;
  readonly clock: Pick<Clock, 'now'>;
}

/** The caller of shared queries. */
const WATCHERS: Caller = { principal: 'watchers', via: 'job', client: null };
/** An answer ages even where nothing arrives. */
const LONGEST_US = 1_000 * US_PER_MS;
const MOST_HELD = 256;

interface Held {
  readonly at: Micros;
  readonly stamp: unknown;
  readonly answer: Promise<Answer>;
}

export function createWatchHub({ context, stamp, clock }: WatchHubOptions): WatchHub {
  /** Most recently asked last. */
  const held = new Map<string, Held>();

  const isCurrent = ({ at, stamp: before }: Held, input: Answer, now: Micros, period: Micros): boolean => {
    // After a step back of the clock an answer would be of the future.
    if (at > now || now - at >= LONGEST_US) return false;
    return at >= now - (now % period) || (stamp !== undefined && stamp(input) === before);
  };

  return {
    ask(operation, input, everyMs) {
      const now = clock.now();
      const key = `${operation} ${JSON.stringify(input)}`;
      const known = held.get(key);
      if (known !== undefined && isCurrent(known, input, now, everyMs * US_PER_MS)) return known.answer;
      const asked: Held = {
        at: now,
        stamp: stamp?.(input),
        answer: callOperation({ ...context, caller: WATCHERS }, operation, input),
      };
      held.delete(key);
      held.set(key, asked);
      const [oldest] = held.keys();
      if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
      // A failure is tried again by the next who asks.
      asked.answer.catch(() => held.get(key) === asked && held.delete(key));
      return asked.answer;
    },
    untilNext(everyMs) {
      const period = everyMs * US_PER_MS;
      return (period - (clock.now() % period)) / US_PER_MS;
    },
  };
}
