import { US_PER_MS, US_PER_SECOND, type Clock, type Micros } from '../core/index.ts';
import type { FaultKind, FaultRule } from './fault-spec.ts';
import type { Frame } from './frame.ts';
import { shiftTimes } from './shift-times.ts';

/** Faults of a hostile venue; each lasts for a while or affects single frames. */
export const HOSTILE_KINDS = [
  'zero_price',
  'nan_price',
  'huge_exponent',
  'text_size',
  'junk',
  'stray_trade',
  'stray_book',
  'empty_side',
  'never_traded',
  'replay_old',
  'replay_first',
  'echo',
  'mute',
  'mute_book',
  'mute_trades',
] as const satisfies readonly FaultKind[];

type HostileKind = (typeof HOSTILE_KINDS)[number];

const HOSTILE: ReadonlySet<FaultKind> = new Set(HOSTILE_KINDS);

/** Whether a rule is applied here. */
export const isHostile = (rule: FaultRule): rule is FaultRule & { readonly kind: HostileKind } => HOSTILE.has(rule.kind);

const DATA = new Set(['book', 'trade', 'ticker', 'quote']);
/** Minimum age of a frame that `replay_old` repeats. */
const OLD_US = 5 * US_PER_SECOND;
const KEPT = 400;

interface Sent {
  readonly at: Micros;
  readonly text: string;
}

interface Past {
  readonly first: string;
  recent: Sent[];
}

export interface Hostile {
  /** The texts that replace a frame; null if the rule does not apply to it. */
  treat(rule: FaultRule & { readonly kind: HostileKind }, frame: Frame, text: string): readonly string[] | null;
  /** Stores a frame that is sent unchanged, for later replay. */
  remember(frame: Frame): void;
}

/** Applies hostile rules to frames. Past frames are stored only if one of `rules` needs them. */
export function createHostile(clock: Clock, rules: readonly FaultRule[]): Hostile {
  const past = new Map<string, Past>();
  const keyOf = ({ symbol, channel }: Frame) => `${symbol}|${channel}`;
  const keeps = rules.some(({ kind }) => kind === 'replay_old' || kind === 'replay_first' || kind === 'echo');

  const oldOf = (frame: Frame): string | null => {
    const { recent = [] } = past.get(keyOf(frame)) ?? {};
    return recent.find(({ at }) => at <= clock.now() - OLD_US)?.text ?? null;
  };

  const also = (text: string, more: string | null | undefined) => (more == null ? null : [text, more]);

  return {
    treat({ kind, value }, frame, text) {
      const { channel } = frame;
      if (!DATA.has(channel)) return null;
      switch (kind) {
        case 'zero_price':
          return spoilt(text, frame, 0, (number) => number.replace(/\d/g, '0'));
        case 'nan_price':
          return spoilt(text, frame, 0, () => 'NaN');
        case 'huge_exponent':
          return spoilt(text, frame, 0, () => '1e400');
        case 'text_size':
          return spoilt(text, frame, 1, (_, quoted) => (quoted ? 'many' : '"many"'));
        case 'junk':
          return ['\u0000{]junk'];
        case 'stray_trade':
          return channel === 'trade' ? [shiftTimes(text, value * US_PER_MS)] : null;
        case 'stray_book':
          return channel === 'book' ? [shiftTimes(text, value * US_PER_MS)] : null;
        case 'empty_side':
          return channel === 'ticker' || channel === 'quote' ? [emptied(text)] : null;
        case 'never_traded':
          return channel === 'ticker' ? [text.replace(/"(c|last)":("?)[\d.]+("?)/, '"$1":$20$3')] : null;
        case 'replay_old':
          return also(text, oldOf(frame));
        case 'replay_first':
          return also(text, past.get(keyOf(frame))?.first);
        case 'echo': {
          const last = past.get(keyOf(frame))?.recent.at(-1)?.text;
          return last === undefined ? null : [last];
        }
        case 'mute':
          return [];
        case 'mute_book':
          return channel === 'book' || channel === 'quote' ? [] : null;
        case 'mute_trades':
          return channel === 'trade' ? [] : null;
      }
    },
    remember(frame) {
      if (!keeps || !DATA.has(frame.channel)) return;
      const key = keyOf(frame);
      const known = past.get(key) ?? { first: frame.text, recent: [] };
      known.recent.push({ at: clock.now(), text: frame.text });
      if (known.recent.length > KEPT) known.recent = known.recent.slice(-KEPT / 2);
      past.set(key, known);
    },
  };
}

/** Rewrites the n-th number of the frame; null if it has no such number. */
function spoilt(
  text: string,
  { numbers }: Frame,
  n: number,
  write: (number: string, quoted: boolean) => string,
): readonly string[] | null {
  if (numbers === undefined) return null;
  const match = [...text.matchAll(numbers)][n];
  const number = match?.[1];
  if (match === undefined || number === undefined) return null;
  const start = match.index + match[0].indexOf(number);
  return [text.slice(0, start) + write(number, text[start - 1] === '"') + text.slice(start + number.length)];
}

/** Empties the bid of a ticker or quote, in the format of both venues. */
const emptied = (text: string): string =>
  text.replace(
    /"(b|bid|B|bid_qty)":("?)[\d.]+("?)/g,
    (_, name: string, open: string, close: string) => `"${name}":${open}0.00000000${close}`,
  );
