import { US_PER_SECOND, type Clock, type InstrumentId, type Log } from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import { isOver, observe, type Aftermath } from './after.ts';
import type { AlertMarket } from './asking.ts';
import { saveAftermath, type LedgerRow } from './ledger-store.ts';
import { createMidHistory, type MidHistory } from './mid-history.ts';

const EVERY_MS = 1_000;
/** Rows written in one transaction. */
const CHUNK = 500;

export interface Follower {
  follow(entries: readonly LedgerRow[]): void;
  /** Current aftermath of a followed entry; null if it is not followed. */
  sofar(id: string): Aftermath | null;
  /** Mids of the sampled markets. */
  readonly mids: Pick<MidHistory, 'rate'>;
  /** Samples every market with an open entry once. */
  look(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Samples the mid once a second for an hour after each ledger entry. A decided step is written at once; the extremes are written with it
 * and at a clean shutdown. A kill loses at most the extremes since the last step, and `seen` shows the missing seconds.
 */
export function createFollower({
  state,
  market,
  clock,
  log,
  open,
}: {
  readonly state: State;
  readonly market: Pick<AlertMarket, 'mid'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly open: readonly LedgerRow[];
}): Follower {
  const followed = new Map<InstrumentId, Set<LedgerRow>>();
  const byId = new Map<string, LedgerRow>();
  const mids = createMidHistory();
  /** Entries with a decided step that is not on disk yet. */
  const unsaved = new Set<LedgerRow>();
  let cancel = () => {};
  let running: Promise<void> | null = null;
  let stopped = false;
  let failing = false;

  const follow = (entries: readonly LedgerRow[]): void => {
    for (const entry of entries) {
      if (entry.instrument === null || entry.mid === null || isOver(entry.after)) continue;
      byId.set(entry.id, entry);
      const known = followed.get(entry.instrument);
      if (known === undefined) followed.set(entry.instrument, new Set([entry]));
      else known.add(entry);
    }
  };
  follow(open);

  const keep = (entries: readonly LedgerRow[]): void => {
    for (let from = 0; from < entries.length; from += CHUNK)
      state.transaction(() => {
        for (const { id, after } of entries.slice(from, from + CHUNK))
          saveAftermath(state, id, after, isOver(after) ? 'closed' : 'open');
      });
  };

  const lookAt = async (instrument: InstrumentId, entries: ReadonlySet<LedgerRow>): Promise<void> => {
    const colon = instrument.indexOf(':');
    const seen = await market.mid(instrument.slice(colon + 1), instrument.slice(0, colon));
    const at = clock.now();
    if (seen.mid !== null) mids.add(instrument, at, seen.mid);
    const why = seen.mid === null ? `no mid then: ${seen.reason}` : '';
    for (const entry of entries) if (observe(entry.after, entry.at, entry.mid ?? 0, at, seen.mid, why)) unsaved.add(entry);
  };

  /** A failed write is retried at the next sample. */
  const keepDecided = (): void => {
    keep([...unsaved]);
    for (const entry of unsaved) if (isOver(entry.after)) forget(entry);
    unsaved.clear();
    failing = false;
  };

  const forget = (entry: LedgerRow): void => {
    byId.delete(entry.id);
    if (entry.instrument === null) return;
    const own = followed.get(entry.instrument);
    own?.delete(entry);
    if (own?.size === 0) followed.delete(entry.instrument);
  };

  const look = async (): Promise<void> => {
    for (const [instrument, entries] of followed) await lookAt(instrument, entries);
    keepDecided();
  };

  const again = (): void => {
    if (stopped) return;
    running = look()
      .catch((error: unknown) => {
        // Logged once, not each second while the disk is full.
        if (!failing) log.error({ error }, 'what markets did after alerts can not be kept');
        failing = true;
      })
      .finally(() => {
        running = null;
        if (!stopped) cancel = clock.after(EVERY_MS, again);
      });
  };

  return {
    follow,
    mids,
    sofar: (id) => byId.get(id)?.after ?? null,
    look,
    start: () => void (cancel = clock.after(EVERY_MS, again)),
    async stop() {
      stopped = true;
      cancel();
      await running;
      keep([...followed.values()].flatMap((entries) => [...entries]));
    },
  };
}

/** Elapsed seconds of the hour after an entry, 1 to 3,600. */
export const elapsedSeconds = (said: number, now: number): number => Math.min(3_600, Math.max(1, (now - said) / US_PER_SECOND));
