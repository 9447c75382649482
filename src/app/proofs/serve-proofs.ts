import type { MessagePort } from 'node:worker_threads';
import { backendUnavailable, type Clock, type Micros, type WorkBudget, type WorkLimits } from '../../core/index.ts';
import { createClaimService } from '../../services/claims/index.ts';
import { createLogEvidence, explainFound, type MarketService } from '../../services/market/index.ts';
import { venues } from '../../venues/index.ts';
import { createAsking } from '../asking.ts';
import { proofBudget, threadMs } from './budget.ts';
import { servicesOfArguments, servicesOfMarket } from '../services/make.ts';
import { proversOf } from './provers.ts';
import {
  MARKET_QUESTIONS,
  outcomeOf,
  valueOf,
  viewShared,
  type FromWorker,
  type MarketQuestion,
  type Outcome,
  type ProofSettings,
  type ToWorker,
} from './messages.ts';

/** Most questions about the present that one job may ask, because each costs time of the feed's thread. */
const MOST_QUESTIONS = 64;

type Ask = (question: MarketQuestion, query: unknown) => Promise<unknown>;

/** The present market, which is in the other thread. A job's repeated questions share one answer, so that its present is one moment. */
function presentMarket(ask: Ask): MarketService {
  const asked = new Map<string, Promise<unknown>>();
  const question = (name: MarketQuestion) => (query: unknown) => {
    const key = `${name} ${JSON.stringify(query)}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    if (asked.size >= MOST_QUESTIONS)
      return Promise.reject(backendUnavailable({ reason: `a check asks at most ${MOST_QUESTIONS} questions about the present` }));
    const answer = ask(name, query);
    asked.set(key, answer);
    return answer;
  };
  const getHeat = () => Promise.reject(backendUnavailable({ reason: 'a check has no heat-map columns' }));
  return { ...Object.fromEntries(MARKET_QUESTIONS.map((name) => [name, question(name)])), getHeat } as unknown as MarketService;
}

/** A clock that always shows `at`, the other thread's time. Its timers never fire. */
const standing = (at: Micros): Clock => ({ now: () => at, after: () => () => {} });

/** Runs jobs one at a time: the other thread sends each after the outcome of the previous one. */
export function serveProofs(port: MessagePort, { venues: ids, shared, budgetMs, ...log }: ProofSettings): void {
  const { cancelled, spent } = viewShared(shared);
  const asking = createAsking();
  const chosen = new Map([...venues].filter(([id]) => ids.includes(id)));
  const evidence = createLogEvidence({ ...log, venues: chosen });
  const provers = proversOf(evidence);
  const calls = new Map<number, (outcome: Outcome) => void>();
  const send = (message: FromWorker) => port.postMessage(message);
  let lastCall = 0;

  /** A budget that also checks, between two inputs, whether the job was cancelled, because messages wait until the thread is idle. */
  function limitsOf(id: number): WorkLimits {
    const ending = new AbortController();
    const budget = proofBudget(budgetMs, threadMs);
    const heard: WorkBudget = {
      ...budget,
      spend(units) {
        Atomics.add(spent, 0, BigInt(units));
        if (Atomics.load(cancelled, 0) === id && !ending.signal.aborted) ending.abort();
        ending.signal.throwIfAborted();
        return budget.spend(units);
      },
    };
    return { budget: heard, signal: ending.signal };
  }

  function run({ id, job, now }: Extract<ToWorker, { kind: 'job' }>): Promise<unknown> {
    const limits = limitsOf(id);
    const clock = standing(now);
    if (job.kind === 'explain') return explainFound(job.found, job.steps, { evidence, clock }, limits);
    const ask: Ask = async (question, query) => {
      const call = ++lastCall;
      const outcome = new Promise<Outcome>((resolve) => calls.set(call, resolve));
      send({ kind: 'market', id, call, question, query });
      return valueOf(await outcome);
    };
    const present = { ...servicesOfArguments(log.source), ...servicesOfMarket(presentMarket(ask)) };
    return createClaimService({ provers, source: log.source, asking, now: present, clock }).check(job.query, limits);
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'market') {
      calls.get(message.call)?.(message.outcome);
      calls.delete(message.call);
      return;
    }
    send({ kind: 'begun', id: message.id });
    void outcomeOf(run(message)).then((outcome) => send({ kind: 'done', id: message.id, outcome }));
  });
}
