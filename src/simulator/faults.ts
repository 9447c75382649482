import { US_PER_MS, US_PER_SECOND, type Clock, type Micros, type Random } from '../core/index.ts';
import { below } from './chance.ts';
import { corruptDigit } from './corrupt-digit.ts';
import { FAULT_VALUES, type FaultKind, type FaultRule } from './fault-spec.ts';
import type { Channel, Frame } from './frame.ts';
import { createHostile, isHostile } from './hostile.ts';

/** A fault that occurred. `plausible`: the message is well-formed and in sequence, and only its content is wrong. */
export interface FiredFault {
  readonly at: Micros;
  readonly symbol: string | null;
  readonly kind: FaultKind;
  readonly plausible: boolean;
  readonly channel: Channel;
  readonly detail: string;
}

export interface Treatment {
  readonly texts: readonly string[];
  readonly delayMs: number;
  /** Whether it is sent after the next frame of its kind. */
  readonly held: boolean;
  readonly link: 'goes_on' | 'falls_silent' | 'closes';
}

export interface AnswerTreatment {
  readonly text: string;
  readonly delayMs: number;
}

/** How a REST call fails. */
export type Rejection =
  | { readonly kind: 'refuse'; readonly status: 429 | 418 | 451; readonly retryAfterSeconds: number }
  | { readonly kind: 'lost' };

export interface SnapshotTreatment {
  readonly wrong: 'level' | 'stale' | null;
  readonly lateMs: number;
}

/** Effects of faults on the whole exchange. */
export interface World {
  stepClock(ms: number): void;
  resetSequence(symbol: string | null): void;
  burst(factor: number): void;
  shutDown(graceMs: number): void;
  /** Prices have one decimal more from now on. */
  addDecimal(symbol: string | null): void;
}

export interface Faults {
  readonly fired: readonly FiredFault[];
  frame(frame: Frame): Treatment;
  /** How a call fails before it is processed; null if it does not. */
  rejection(symbol: string | null): Rejection | null;
  answer(frame: Frame): AnswerTreatment;
  snapshot(symbol: string): SnapshotTreatment;
  refusesConnection(): boolean;
  refusesSubscription(symbol: string): boolean;
  stop(): void;
}

const PLAUSIBLE: ReadonlySet<FaultKind> = new Set(['corrupt', 'wrong_snapshot']);
const WORLD_KINDS: ReadonlySet<FaultKind> = new Set(['sequence_reset', 'clock_step', 'burst', 'shutdown', 'new_decimals']);
const HTTP_STATUS = { http_429: 429, http_418: 418, http_451: 451 } as const;
const KEPT_RECORDS = 100_000;
const UNTOUCHED: Omit<Treatment, 'texts'> = { delayMs: 0, held: false, link: 'goes_on' };

interface FaultOptions {
  readonly rules: readonly FaultRule[];
  readonly random: Random;
  readonly clock: Clock;
  readonly world: World;
}

/**
 * Applies faults to each frame in the order of the rules. A rule with a time applies once, at the first opportunity after it;
 * rules for the whole exchange apply exactly at their time.
 */
export function createFaults({ rules, random, clock, world }: FaultOptions): Faults {
  const start = clock.now();
  const fired: FiredFault[] = [];
  const spent = new Set<FaultRule>();
  let refusal: { status: 429 | 418 | 451; until: Micros } | null = null;
  let refusesUntil = start;
  /** Frames sent by an exchange-wide fault must not trigger exchange-wide faults again. */
  let shaking = false;

  const record = (kind: FaultKind, symbol: string | null, channel: Channel, detail: string) => {
    if (fired.length >= KEPT_RECORDS) fired.splice(0, KEPT_RECORDS / 2);
    fired.push({ at: clock.now(), symbol, kind, plausible: PLAUSIBLE.has(kind), channel, detail });
  };

  const hostile = createHostile(clock, rules);

  const strikes = (rule: FaultRule, symbol: string | null): boolean => {
    if (rule.symbol !== undefined && rule.symbol !== symbol) return false;
    if ('rate' in rule.trigger) return random() < rule.trigger.rate;
    if (FAULT_VALUES[rule.kind].lasts === true) {
      const from = start + rule.trigger.atMs * US_PER_MS;
      return clock.now() >= from && clock.now() < from + rule.value * US_PER_MS;
    }
    if (spent.has(rule) || clock.now() < start + rule.trigger.atMs * US_PER_MS) return false;
    spent.add(rule);
    return true;
  };

  const strikeWorld = (rule: FaultRule, channel: Channel) => {
    record(rule.kind, rule.symbol ?? null, channel, rule.value === 0 ? 'all' : String(rule.value));
    shaking = true;
    if (rule.kind === 'sequence_reset') world.resetSequence(rule.symbol ?? null);
    else if (rule.kind === 'clock_step') world.stepClock(rule.value);
    else if (rule.kind === 'burst') world.burst(rule.value);
    else if (rule.kind === 'new_decimals') world.addDecimal(rule.symbol ?? null);
    else world.shutDown(rule.value);
    shaking = false;
  };

  const timers = rules.flatMap((rule) => {
    if (!WORLD_KINDS.has(rule.kind) || !('atMs' in rule.trigger)) return [];
    return [clock.after(rule.trigger.atMs, () => strikeWorld(rule, 'control'))];
  });

  const cut = (text: string) => text.slice(0, 1 + below(random, Math.max(1, text.length - 1)));

  /** Applies `truncate` or `corrupt` to a text, if the rule applies; null if the rule is of another kind. */
  const spoil = (rule: FaultRule, frame: Frame, text: string): string | null => {
    if (rule.kind === 'truncate') {
      if (!strikes(rule, frame.symbol)) return text;
      const left = cut(text);
      record(rule.kind, frame.symbol, frame.channel, `${left.length} of ${text.length} characters left`);
      return left;
    }
    if (rule.kind !== 'corrupt') return null;
    if (frame.numbers === undefined || !strikes(rule, frame.symbol)) return text;
    const spoilt = corruptDigit(text, frame.numbers, frame.decimals ?? 0, random);
    if (spoilt === null) return text;
    record(rule.kind, frame.symbol, frame.channel, `${spoilt.from} became ${spoilt.to}`);
    return spoilt.text;
  };

  const applyToFrame = (rule: FaultRule, frame: Frame, so: Treatment): Treatment => {
    const { symbol, channel } = frame;
    const hit = () => strikes(rule, symbol);
    const note = (detail: string) => record(rule.kind, symbol, channel, detail);
    switch (rule.kind) {
      case 'drop':
        if (!hit()) return so;
        note(frame.text.slice(0, 200));
        return { ...so, texts: [] };
      case 'duplicate':
        if (so.texts.length !== 1 || !hit()) return so;
        note('sent twice');
        return { ...so, texts: [...so.texts, ...so.texts] };
      case 'reorder':
        if (channel === 'control' || so.texts.length === 0 || !hit()) return so;
        note('sent after the next of its kind, or two seconds late');
        return { ...so, held: true };
      case 'delay':
        if (!hit()) return so;
        note(`${rule.value} ms`);
        return { ...so, delayMs: so.delayMs + rule.value };
      case 'crossed': {
        if (frame.crossed === undefined || so.texts.length === 0 || !hit()) return so;
        note('a bid was put at or over the ask');
        const text = frame.crossed();
        return { ...so, texts: so.texts.map(() => text) };
      }
      case 'half_open':
        if (!hit()) return so;
        note('the connection says nothing any more');
        return { ...so, texts: [], link: 'falls_silent' };
      case 'close':
        if (!hit()) return so;
        note('closed without a word');
        return { ...so, texts: [], link: 'closes' };
      default:
        return so;
    }
  };

  return {
    fired,
    frame(frame) {
      let treatment: Treatment = { ...UNTOUCHED, texts: [frame.text] };
      let touched = false;
      for (const rule of rules) {
        if (treatment.link !== 'goes_on') break;
        if (WORLD_KINDS.has(rule.kind)) {
          if (!shaking && 'rate' in rule.trigger && strikes(rule, frame.symbol)) strikeWorld(rule, frame.channel);
          continue;
        }
        const text = treatment.texts[0];
        if (isHostile(rule)) {
          // Checked first, so that a one-time fault is not spent on a frame it cannot change.
          const treated = text === undefined ? null : hostile.treat(rule, frame, text);
          if (treated === null || !strikes(rule, frame.symbol)) continue;
          record(rule.kind, frame.symbol, frame.channel, 'as a hostile venue does');
          touched = true;
          treatment = { ...treatment, texts: treated };
          continue;
        }
        const spoilt = text === undefined ? null : spoil(rule, frame, text);
        treatment =
          spoilt === null ? applyToFrame(rule, frame, treatment) : { ...treatment, texts: treatment.texts.map(() => spoilt) };
      }
      if (!touched) hostile.remember(frame);
      return treatment;
    },
    refusesSubscription(symbol) {
      const rule = rules.find((one) => one.kind === 'refuse_subscription' && strikes(one, symbol));
      if (rule !== undefined) record(rule.kind, symbol, 'control', 'subscription refused');
      return rule !== undefined;
    },
    rejection(symbol) {
      const now = clock.now();
      for (const rule of rules) {
        if (rule.kind === 'drop' && strikes(rule, symbol)) {
          record('drop', symbol, 'rest', 'no answer');
          return { kind: 'lost' };
        }
        if (rule.kind !== 'http_429' && rule.kind !== 'http_418' && rule.kind !== 'http_451') continue;
        if ((refusal !== null && now < refusal.until) || !strikes(rule, symbol)) continue;
        const status = HTTP_STATUS[rule.kind];
        refusal = { status, until: now + Math.max(1, rule.value * US_PER_MS) };
        record(rule.kind, symbol, 'rest', `for ${rule.value} ms`);
      }
      if (refusal === null || now >= refusal.until) return null;
      return { kind: 'refuse', status: refusal.status, retryAfterSeconds: Math.ceil((refusal.until - now) / US_PER_SECOND) };
    },
    answer(frame) {
      let { text } = frame;
      let delayMs = 0;
      for (const rule of rules) {
        if (rule.kind === 'delay' && strikes(rule, frame.symbol)) {
          record('delay', frame.symbol, 'rest', `${rule.value} ms`);
          delayMs += rule.value;
        }
        text = spoil(rule, frame, text) ?? text;
      }
      return { text, delayMs };
    },
    snapshot(symbol) {
      let wrong: SnapshotTreatment['wrong'] = null;
      let lateMs = 0;
      for (const rule of rules) {
        if (rule.kind === 'wrong_snapshot' && strikes(rule, symbol)) {
          wrong = random() < 0.5 ? 'level' : 'stale';
          record(
            rule.kind,
            symbol,
            'book',
            wrong === 'level' ? 'one level has another size' : 'the levels are three seconds old',
          );
        } else if (rule.kind === 'late_snapshot' && strikes(rule, symbol)) {
          lateMs = rule.value;
          record(rule.kind, symbol, 'book', `${rule.value} ms`);
        }
      }
      return { wrong, lateMs };
    },
    refusesConnection() {
      const now = clock.now();
      for (const rule of rules) {
        if (rule.kind !== 'refuse_connect') continue;
        const opens = 'atMs' in rule.trigger ? start + rule.trigger.atMs * US_PER_MS : now;
        // The window ended before anything matched.
        if ('atMs' in rule.trigger && now >= opens + rule.value * US_PER_MS) continue;
        if (now < refusesUntil || !strikes(rule, null)) continue;
        refusesUntil = opens + rule.value * US_PER_MS;
        record(rule.kind, null, 'control', `until ${refusesUntil}`);
        if (rule.value === 0) return true;
      }
      return now < refusesUntil;
    },
    stop() {
      for (const cancel of timers) cancel();
    },
  };
}
