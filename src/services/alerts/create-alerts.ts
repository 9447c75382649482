import { CodedError, US_PER_SECOND, type Clock, type Log, type Random, type Source } from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import type { AlertService } from './answers.ts';
import type { AlertAsking, AlertMarket } from './asking.ts';
import { createFollower, type Follower } from './follower.ts';
import { appendLedger, closeLedger, openLedger, type LedgerRow } from './ledger-store.ts';
import { createOutbox, type Outlets } from './outbox.ts';
import { prune } from './outbox-store.ts';
import { liveRule, RuleIndex } from './rule-index.ts';
import { lastFiringSeq, loadRules } from './rule-store.ts';
import { createAlertService } from './service.ts';
import { createWatcher } from './watcher.ts';

export interface AlertOptions {
  readonly state: State;
  readonly asking: AlertAsking;
  readonly market: AlertMarket;
  readonly outlets: Outlets;
  readonly source: Source;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** True if this run's market is not the one of earlier runs: their ledger entries are neither measured on nor shown. */
  readonly isNewMarket?: boolean;
}

/** The alert service and its background work. */
export interface RunningAlerts {
  readonly service: AlertService;
  /** Adds findings of other services to the ledger, once each, and follows their markets. */
  readonly record: (entry: LedgerRow) => void;
  /** Runs everything that is due once; `start` does so repeatedly. */
  readonly round: () => Promise<void>;
  readonly follow: Follower['look'];
  start(): void;
  stop(): Promise<void>;
}

const EARLIER_RUNS = 'Each start of this simulator makes another market: ledger entries of earlier runs are not shown.';
const KEPT_DAYS = 30;
const DAY_US = 86_400 * US_PER_SECOND;
const PRUNE_MS = 600_000;

/** The indexed rules of a state. Rules that this build can't watch stay in the file and are listed as unusable. */
function loadIndex({ state, asking, log }: AlertOptions): { readonly index: RuleIndex; readonly unusable: readonly string[] } {
  const index = new RuleIndex();
  const unusable: string[] = [];
  for (const stored of loadRules(state)) {
    try {
      index.add(liveRule(stored, asking));
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      unusable.push(`${stored.id} is not watched by this build: ${error.message}`);
      log.error({ alert: stored.id, problem: error.message }, 'a rule can not be watched');
    }
  }
  return { index, unusable };
}

/** Rules, their outlets and the ledger, over the state of one data directory, bound to this source. */
export function createAlerts(options: AlertOptions): RunningAlerts {
  const { state, source, clock, log, isNewMarket = false } = options;
  const since = isNewMarket ? clock.now() : 0;
  if (isNewMarket) closeLedger(state, 'the simulated market ended before');
  const { index, unusable } = loadIndex(options);
  const outbox = createOutbox(options);
  const follower = createFollower({ ...options, open: openLedger(state) });
  const watcher = createWatcher({
    ...options,
    index,
    lastSeq: lastFiringSeq(state),
    fired: (outletIds, entries) => {
      follower.follow(entries);
      outbox.wake(outletIds);
    },
  });
  let cancelPrune = () => {};

  const setAside = (): string[] => {
    const problem = state.setAside.problem();
    return problem === null ? [] : [`${problem.message} (${problem.code})`];
  };
  for (const problem of setAside()) log.error({ problem }, 'a part of the state can not be read');

  const caveats = (): string[] => {
    const problem = watcher.problem();
    return [
      ...(source === 'simulated' ? ['Simulated market: alerts are about nothing real.'] : []),
      ...(isNewMarket ? [EARLIER_RUNS] : []),
      ...(source === 'recorded' ? ['Recorded data: alerts are not about the market as it is now.'] : []),
      ...(problem === null ? [] : [`Alerts can't be saved now, so none fires: ${problem}.`]),
      ...unusable.slice(0, 5),
      ...setAside(),
    ];
  };

  const pruneOld = (): void => {
    try {
      prune(state, clock.now() - KEPT_DAYS * DAY_US, 1_000);
    } catch (error) {
      log.error({ error }, 'old alerts can not be forgotten');
    }
    cancelPrune = clock.after(PRUNE_MS, pruneOld);
  };

  const service = createAlertService({ ...options, since, index, follower, caveats });

  return {
    service,
    record: (entry) => {
      if (appendLedger(state, entry)) follower.follow([entry]);
    },
    round: watcher.round,
    follow: follower.look,
    start() {
      watcher.start();
      follower.start();
      outbox.start();
      pruneOld();
    },
    async stop() {
      cancelPrune();
      await Promise.all([watcher.stop(), outbox.stop()]);
      await follower.stop();
    },
  };
}
