import { backendUnavailable, receiptsIn, type Clock, type Log, type WorkLimits } from '../../core/index.ts';
import { proofBusy, proofFailed } from '../../operations/index.ts';
import type { MarketService } from '../../services/market/index.ts';
import { longestStallMs } from './budget.ts';
import { outcomeOf, SHARED_BYTES, valueOf, viewShared, type FromWorker, type Job, type ProofSettings } from './messages.ts';
import { PROOF_THREAD, startThread, type ThreadPlan, type ProofThread } from './thread.ts';
import { createTurns } from './turns.ts';

/** Runs checks and explanations in a separate thread, one at a time, so that the feed's thread never waits for one. */
export interface Proofs {
  /** Throws coded errors: the job's own, `proof_busy` if too many wait, `proof_failed` if the thread failed. */
  run(job: Job, limits?: WorkLimits): Promise<unknown>;
  /** Units of work done so far, by all jobs. */
  spent(): number;
  /** Number of waiting jobs. */
  waiting(): number;
  close(): Promise<void>;
}

export interface ProofsOptions extends Omit<ProofSettings, 'shared'> {
  /** The current market, which jobs may query. */
  readonly market: MarketService;
  /** Flushes the raw log, so that the thread can read the newest inputs. */
  readonly flush: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly plan?: ThreadPlan;
}

interface Waiting {
  readonly id: number;
  readonly job: Job;
  readonly limits: WorkLimits;
  /** Settles the job with a result or an error; only the first call counts. */
  readonly settle: (result: () => unknown) => void;
}

const MOST_WAITING = 16;
const MOST_EACH = 8;
/** Grace period of a cancelled job before its thread is ended. */
const CANCEL_WITHIN_MS = 100;
/** Loading its modules takes a second or two when many threads share a core. */
const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 250;
/** A thread that is idle this long is ended, to free its memory. */
const IDLE_MS = 60_000;

/** A text longer than this can be checked in parts, although it has one receipt. */
const LONG_TEXT = 2_000;

/** Whether the caller can ask for less. */
const isDivisible = (job: Job): boolean =>
  job.kind === 'check' && (receiptsIn(job.query.text).length + job.query.claims.length > 1 || job.query.text.length > LONG_TEXT);

export function createProofs({ market, flush, clock, log, plan = PROOF_THREAD, ...settings }: ProofsOptions): Proofs {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const { cancelled, spent } = viewShared(shared);
  const turns = createTurns<Waiting>({ most: MOST_WAITING, mostEach: MOST_EACH });
  let thread: ProofThread | null = null;
  let current: Waiting | null = null;
  let stopTimer = () => {};
  /** Timers started or stopped so far: whether one is still the newest after a wait. */
  let timers = 0;
  let lastId = 0;
  let closed = false;

  const stop = () => {
    timers++;
    stopTimer();
  };
  const after = (ms: number, work: () => void) => {
    stop();
    stopTimer = clock.after(ms, work);
  };

  function done(result: () => unknown): void {
    stop();
    current?.settle(result);
    current = null;
    void next();
  }

  function failed(reason: string, cause: 'stalled' | 'broken' = 'broken'): void {
    thread = null;
    const job = current?.job;
    if (current !== null) log.warn({ job: current.job.kind, reason }, 'a proof failed');
    done(() => {
      throw proofFailed({ reason, cause, isDivisible: job !== undefined && isDivisible(job) });
    });
  }

  async function endThread(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.end();
  }

  function heard(message: FromWorker): void {
    if (message.id !== current?.id) return;
    if (message.kind === 'begun') return current.limits.signal?.aborted ? undefined : watch(null, spentUnits());
    if (message.kind === 'done') return done(() => valueOf(message.outcome));
    const { call, question, query } = message;
    void outcomeOf(market[question](query as never)).then((outcome) => thread?.post({ kind: 'market', call, outcome }));
  }

  const spentUnits = (): number => Number(Atomics.load(spent, 0));

  /** Ends a job that ignores its budget; `sinceMs`: the thread's work when `units` were first seen, null before the first look. */
  function watch(sinceMs: number | null, units: number): void {
    const look = async () => {
      const own = timers;
      const now = (await thread?.busyMs()) ?? 0;
      // The job ended or was cancelled while its thread was asked.
      if (own !== timers) return;
      const most = longestStallMs(settings.budgetMs);
      if (sinceMs === null || spentUnits() > units) return watch(now, spentUnits());
      if (now - sinceMs <= most) return watch(sinceMs, units);
      await endThread();
      failed(`it made no progress for more than ${most} ms`, 'stalled');
    };
    after(LOOK_EVERY_MS, () => void look());
  }

  async function next(): Promise<void> {
    if (current !== null || closed) return;
    const taken = turns.next();
    if (taken === undefined) return after(IDLE_MS, () => void endThread());
    current = taken;
    const flushed = await outcomeOf(flush());
    if (current !== taken || closed) return;
    if (!flushed.ok || taken.limits.signal?.aborted) return done(() => valueOf(flushed));
    try {
      thread ??= startThread(plan, { ...settings, shared }, { heard, broke: failed });
      thread.post({ kind: 'job', id: taken.id, now: clock.now(), job: taken.job });
      after(START_WITHIN_MS, () => void endThread().then(() => failed('its thread did not start within 60 s')));
    } catch (error) {
      done(() => {
        throw error;
      });
    }
  }

  function cancel(item: Waiting): void {
    item.settle(() => {
      throw item.limits.signal?.reason;
    });
    turns.remove(item);
    if (item !== current) return;
    Atomics.store(cancelled, 0, item.id);
    after(CANCEL_WITHIN_MS, () => {
      if (item === current) void endThread().then(() => done(() => undefined));
    });
  }

  return {
    run(job, limits = {}) {
      if (closed) return Promise.reject(backendUnavailable({ reason: 'the server is shutting down' }));
      if (limits.signal?.aborted) return Promise.reject(limits.signal.reason);
      const result = Promise.withResolvers<() => unknown>();
      const item: Waiting = { id: ++lastId, job, limits, settle: result.resolve };
      if (!turns.add(limits.caller?.principal ?? '', item)) return Promise.reject(proofBusy({ waiting: turns.size }));
      const gone = () => cancel(item);
      limits.signal?.addEventListener('abort', gone, { once: true });
      void next();
      return result.promise.then((give) => give()).finally(() => limits.signal?.removeEventListener('abort', gone));
    },
    spent: spentUnits,
    waiting: () => turns.size,
    async close() {
      closed = true;
      stop();
      const refuse = () => {
        throw backendUnavailable({ reason: 'the server is shutting down' });
      };
      current?.settle(refuse);
      for (let item = turns.next(); item !== undefined; item = turns.next()) item.settle(refuse);
      await endThread();
    },
  };
}
