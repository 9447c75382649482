import { setImmediate as turn } from 'node:timers/promises';
import { CodedError, US_PER_MS, type Clock, type Log, type Micros, type Source } from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import type { AlertAsking, AlertMarket, Answer, Mid } from './asking.ts';
import { commitEdges, type Edge } from './commit-edges.ts';
import { evaluate, isActive } from './evaluate.ts';
import { marketOf } from './firing.ts';
import type { Judgement } from './judge.ts';
import type { LedgerRow } from './ledger-store.ts';
import type { LiveRule, Question, RuleIndex } from './rule-index.ts';
import { saveRecord } from './rule-store.ts';

/** A question is asked at most four times a second while data arrive from its market, and once a second otherwise. */
export const LOOK_MS = 250;
const REST_MS = 1_000;
const ROUND_MS = 50;
/** Longest work between two turns of the event loop. */
const SLICE_MS = 2;
const RECORDS_MS = 30_000;
/** Rows written in one transaction. */
const CHUNK = 100;

export interface WatcherOptions {
  readonly state: State;
  readonly index: RuleIndex;
  readonly asking: AlertAsking;
  readonly market: AlertMarket;
  readonly source: Source;
  readonly clock: Clock;
  readonly log: Log;
  /** Number of the newest firing. */
  readonly lastSeq: number;
  /** Called with the outlets that have messages, and the ledger rows to follow, once both are on disk. */
  readonly fired: (outlets: ReadonlySet<string>, entries: readonly LedgerRow[]) => void;
}

export interface Watcher {
  /** Asks every question that is due, once; resolves when the results are on disk. */
  round(): Promise<void>;
  start(): void;
  /** Stops, and saves the counts. */
  stop(): Promise<void>;
  /** Why the state can't be written now; null if it can. */
  problem(): string | null;
}

const NO_MARKET: Mid = { mid: null, reason: 'the rule is not about a single market' };

/**
 * Asks the rules' questions, judges the answers and stores the results. A firing, its deliveries and its ledger entry are one
 * transaction.
 */
export function createWatcher(options: WatcherOptions): Watcher {
  const { state, index, asking, market, source, clock, log } = options;
  const dirty = new Set<LiveRule>();
  let batch: { readonly edges: readonly Edge[]; readonly question: Question }[] = [];
  let seq = options.lastSeq;
  let problem: string | null = null;
  let recordsAt = clock.now();
  let running: Promise<void> | null = null;
  let cancel = () => {};
  let stopped = false;

  const isDue = (question: Question, at: Micros): boolean => {
    if (question.busy) return false;
    if (question.askedAt === null) return true;
    const since = at - question.askedAt;
    // Negative: the clock was set back.
    if (since < 0 || since >= REST_MS * US_PER_MS) return true;
    return since >= LOOK_MS * US_PER_MS && stampOf(question) !== question.stamp;
  };

  const stampOf = ({ input }: Question): unknown => {
    const { symbol, venue } = marketOf({}, input);
    return market.stamp(symbol, venue);
  };

  const see = (rule: LiveRule, judgement: Judgement, value: number | string | null, at: Micros) => {
    dirty.add(rule);
    if (judgement.kind === 'held') {
      rule.held++;
      rule.last = { ...rule.last, heldReason: judgement.reason };
    } else {
      rule.evaluated++;
      rule.last = { value, at, heldReason: null };
    }
  };

  /** Judges every rule of a question by one answer. */
  const judgeAll = async (question: Question, answer: Answer, at: Micros): Promise<readonly Edge[]> => {
    const found: Omit<Edge, 'mid'>[] = [];
    for (const group of question.groups.values())
      for (const { rule, value, judgement } of evaluate(group, answer, at)) {
        see(rule, judgement, value, at);
        if (judgement.kind === 'fire' || (judgement.kind === 'quiet' && judgement.notified !== rule.notified))
          found.push({ rule, judgement, answer, at });
      }
    const mid = found.some(({ judgement }) => judgement.kind === 'fire') ? await midOf(answer, question.input) : NO_MARKET;
    return found.map((edge) => ({ ...edge, mid }));
  };

  const midOf = async (answer: Answer, input: Answer): Promise<Mid> => {
    const { symbol, venue } = marketOf(answer, input);
    return symbol === null || venue === null ? NO_MARKET : market.mid(symbol, venue);
  };

  const work = async (question: Question): Promise<void> => {
    question.busy = true;
    question.askedAt = clock.now();
    question.stamp = stampOf(question);
    let edges: readonly Edge[] = [];
    try {
      const answer = await asking.ask(question.operation, question.input);
      edges = await judgeAll(question, answer, clock.now());
    } catch (error) {
      const reason = error instanceof CodedError ? error.message : String(error);
      if (!(error instanceof CodedError)) log.error({ operation: question.operation, error }, 'rules could not be judged');
      for (const group of question.groups.values())
        for (const rule of group.rules) if (isActive(rule, clock.now())) see(rule, { kind: 'held', reason }, null, clock.now());
    }
    if (edges.length === 0) question.busy = false;
    else batch.push({ edges, question });
  };

  /** Writes the results to disk. If that fails, the rules keep their earlier state and are judged again. */
  const commit = (): void => {
    const taken = batch;
    batch = [];
    try {
      const edges = taken.flatMap((one) => one.edges).filter(isWanted);
      for (let from = 0; from < edges.length; from += CHUNK) commitChunk(edges.slice(from, from + CHUNK));
      if (edges.length > 0) problem = null;
    } catch (error) {
      notKept(error);
    } finally {
      for (const { question } of taken) question.busy = false;
    }
  };

  /** Logged once, and reported in answers for as long as it lasts. */
  const notKept = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    if (problem === null) log.error({ reason }, 'alerts can not be kept');
    problem = reason;
  };

  /** The rule may have been deleted or disabled since it was judged. */
  const isWanted = ({ rule, at }: Edge): boolean => index.rules.get(rule.id) === rule && isActive(rule, at);

  const commitChunk = (edges: readonly Edge[]): void => {
    const { seq: newest, outlets, entries } = commitEdges(state, edges, { seq, source });
    seq = newest;
    if (entries.length > 0) options.fired(outlets, entries);
  };

  const saveRecords = async (): Promise<void> => {
    recordsAt = clock.now();
    while (dirty.size > 0) {
      const some = [...dirty].slice(0, CHUNK).filter((rule) => dirty.delete(rule));
      try {
        state.transaction(() => some.forEach((rule) => saveRecord(state, rule)));
        problem = null;
      } catch (error) {
        some.forEach((rule) => dirty.add(rule));
        notKept(error);
        return;
      }
      if (!stopped) await turn();
    }
  };

  const round = async (): Promise<void> => {
    const at = clock.now();
    let sliceAt = at;
    for (const question of index.questions.values()) {
      if (!isDue(question, at)) continue;
      // An answer that waits for its market must not delay the other questions.
      await Promise.race([work(question), turn()]);
      if (clock.now() - sliceAt < SLICE_MS * US_PER_MS) continue;
      commit();
      await turn();
      sliceAt = clock.now();
    }
    commit();
    if (clock.now() - recordsAt >= RECORDS_MS * US_PER_MS) await saveRecords();
  };

  const again = (): void => {
    if (stopped) return;
    running = round()
      .catch((error: unknown) => log.error({ error }, 'a round of alerts failed'))
      .finally(() => {
        running = null;
        if (!stopped) cancel = clock.after(ROUND_MS, again);
      });
  };

  return {
    round,
    start: () => void (cancel = clock.after(0, again)),
    async stop() {
      stopped = true;
      cancel();
      await running;
      commit();
      await saveRecords();
    },
    problem: () => problem,
  };
}
