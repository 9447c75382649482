import { seededRandom, US_PER_MS, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import type { FaultRule } from '../../src/simulator/index.ts';
import { createStage, type Stage, type StageOptions } from './stage.ts';

/** The outcome of one wrong book frame or snapshot that looks right. */
export interface Lie {
  readonly symbol: string;
  readonly kind: 'corrupt' | 'wrong_snapshot';
  readonly detail: string;
  /**
   * `refused`: a gap was declared, and no wrong book was served. `noticed`: a wrong book was served, and a gap declared.
   * `missed`: the book was wrong for over a minute. `healed`: later updates corrected the book. `harmless`: it was never wrong.
   */
  readonly fate: 'refused' | 'noticed' | 'missed' | 'healed' | 'harmless';
  /** Milliseconds from the fault to the gap; null without a gap. */
  readonly gapAfterMs: number | null;
}

interface Watch {
  readonly kind: Lie['kind'];
  readonly rules: readonly FaultRule[];
  /** Number of earlier faults. */
  readonly fired: number;
  readonly setAt: Micros;
  struck: { readonly at: Micros; readonly detail: string; readonly scored: boolean } | null;
  wrongSince: Micros | null;
  everWrong: boolean;
}

const NOTICE_WITHIN_US = 60 * US_PER_SECOND;
/** A new lie is checked about once a frame, an older one a few times a second. */
const FRESH_US = US_PER_SECOND;
const FRESH_LOOK_MS = 20;
const LOOK_MS = 250;
/** How long a lie beyond the known range is watched, because a price move may bring it into the range. */
const WATCH_US = 30 * US_PER_SECOND;

const isSynced = (stage: Stage, symbol: string): boolean => stage.feed().symbols.get(symbol)?.book.phase === 'synced';

/** Arms one fault. For a wrong snapshot a frame is also dropped, so that the feed requests the book again. */
function setTrap(stage: Stage, symbol: string, kind: Lie['kind']): Watch {
  const shot = (what: 'drop' | Lie['kind']): FaultRule => ({ kind: what, trigger: { atMs: 0 }, value: 0, symbol });
  const rules = kind === 'corrupt' ? [shot(kind)] : [shot('drop'), shot(kind)];
  stage.rules.push(...rules);
  return {
    kind,
    rules,
    fired: stage.exchange.fired.length,
    setAt: stage.clock.now(),
    struck: null,
    wrongSince: null,
    everWrong: false,
  };
}

/** Records whether the armed fault has occurred, and in which channel. Only lies about the book are scored. */
function spring(stage: Stage, symbol: string, watch: Watch): void {
  const fault = stage.exchange.fired.slice(watch.fired).find((fired) => fired.kind === watch.kind && fired.symbol === symbol);
  if (fault === undefined) return;
  const scored = fault.channel === 'book' || fault.channel === 'rest';
  watch.struck = { at: fault.at, detail: `${fault.channel}: ${fault.detail}`, scored };
}

/** The outcome of the lie; null while it is open, `unscored` if the lie was not about the book. */
function judge(stage: Stage, symbol: string, watch: Watch): Lie | 'unscored' | null {
  if (watch.struck === null) spring(stage, symbol, watch);
  const { struck } = watch;
  const now = stage.clock.now();
  // If no checksum covers the lost frame, no new snapshot is requested.
  if (struck === null) return now - watch.setAt > WATCH_US ? 'unscored' : null;
  if (!struck.scored) return now - struck.at > 2 * FRESH_US ? 'unscored' : null;
  const lieWith = (fate: Lie['fate'], at: Micros | null = null): Lie => ({
    symbol,
    kind: watch.kind,
    detail: struck.detail,
    fate,
    gapAfterMs: at === null ? null : (at - struck.at) / US_PER_MS,
  });
  const gap = stage.gaps.findLast((declared) => declared.symbol === symbol && declared.at > struck.at);
  if (gap !== undefined) return lieWith(watch.everWrong ? 'noticed' : 'refused', gap.at);
  if (stage.wrong(symbol) === null) {
    if (watch.wrongSince !== null && now - watch.wrongSince > FRESH_US) return lieWith('healed');
    watch.wrongSince = null;
    return now - struck.at > WATCH_US ? lieWith(watch.everWrong ? 'healed' : 'harmless') : null;
  }
  watch.everWrong = true;
  watch.wrongSince ??= now;
  return now - watch.wrongSince > NOTICE_WITHIN_US ? lieWith('missed') : null;
}

/** Injects one lie after another for each symbol. The next lie follows once the outcome of the last is known and the book is synced. */
export function injectLies(options: StageOptions & { readonly lies: number }): readonly Lie[] {
  const stage = createStage({ ...options, faults: '' });
  const random = seededRandom(options.seed);
  const lies: Lie[] = [];
  const watches = new Map<string, Watch>();
  while (lies.length < options.lies) {
    const fresh = [...watches.values()].some(({ setAt, struck }) => stage.clock.now() - (struck?.at ?? setAt) < FRESH_US);
    stage.clock.advanceBy(fresh ? FRESH_LOOK_MS : LOOK_MS);
    for (const symbol of stage.exchange.symbols) {
      const watch = watches.get(symbol);
      if (watch === undefined) {
        if (isSynced(stage, symbol) && random() < 0.1)
          watches.set(symbol, setTrap(stage, symbol, random() < 0.75 ? 'corrupt' : 'wrong_snapshot'));
        continue;
      }
      const lie = judge(stage, symbol, watch);
      if (lie === null) continue;
      watches.delete(symbol);
      for (const rule of watch.rules) stage.rules.splice(stage.rules.indexOf(rule), 1);
      if (lie !== 'unscored') lies.push(lie);
    }
  }
  stage.stop();
  return lies;
}

export interface Score {
  readonly counts: Readonly<Record<Lie['fate'], number>>;
  /** Of the lies that were served and not overtaken by the truth, the share noticed within a minute; 1 where there were none. */
  readonly servedNoticedShare: number;
  readonly slowestMs: number;
  readonly missed: readonly Lie[];
}

export function scoreOf(lies: readonly Lie[]): Score {
  const counts = { refused: 0, noticed: 0, missed: 0, healed: 0, harmless: 0 };
  for (const { fate } of lies) counts[fate]++;
  const inTime = lies.filter(
    ({ fate, gapAfterMs }) => fate === 'noticed' && (gapAfterMs ?? Infinity) <= NOTICE_WITHIN_US / US_PER_MS,
  );
  const served = counts.noticed + counts.missed;
  return {
    counts,
    servedNoticedShare: served === 0 ? 1 : inTime.length / served,
    slowestMs: Math.max(0, ...lies.map(({ gapAfterMs }) => gapAfterMs ?? 0)),
    missed: lies.filter(({ fate }) => fate === 'missed'),
  };
}
