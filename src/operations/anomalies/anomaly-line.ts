import { clockTime, fromRfc3339, toRfc3339, US_PER_SECOND } from '../../core/index.ts';
import type { Anomaly } from '../../services/market/answers.ts';

/** Long: with the prices of the mid. Short: for many lines. */
export type LineLength = 'long' | 'short';

const digits = (value: number, most: number): string => String(Number(value.toPrecision(most)));

const below = (share: number | null | undefined): string | null => (share != null && share > 0 ? `-${share.toFixed(2)} %` : null);

/** The size of a wall, the executed size of an iceberg. */
function sizeText({ seen, unit }: Anomaly): string[] {
  const size = (value: number) => `${digits(value, 6)}${unit === null ? '' : ` ${unit}`}`;
  const { size: wall, executed } = seen;
  return [...(wall == null ? [] : [size(wall)]), ...(executed == null ? [] : [`${size(executed)} executed`])];
}

/** The fall of the mid and of the trades. */
function fallText({ seen }: Anomaly, length: LineLength): string[] {
  const { fall_from: from, fall_to: to, fall_pct: share, fall_s: seconds, low_trade: low, low_trade_pct: lowShare } = seen;
  if (from == null || to == null || share == null || seconds == null) return [];
  const fell = below(share);
  const lowFell = below(lowShare);
  const traded = low == null ? [] : [`traded ${digits(low, 8)}${lowFell === null ? '' : ` (${lowFell})`}`];
  if (fell === null) return ['mid has not fallen', ...traded];
  const mid = length === 'long' ? `mid ${digits(from, 8)} to ${digits(to, 8)} (${fell})` : `mid ${fell}`;
  return [`${mid} in ${seconds} s`, ...traded];
}

/** When it was found; of a fall, when it began. */
function timeOf({ detected, onset, seen }: Anomaly): string {
  const { fall_after_s: after, fall_pct: share } = seen;
  const at = fromRfc3339(onset);
  if (after == null || at === null || below(share) === null) return detected;
  return toRfc3339(at + Math.round(after * US_PER_SECOND));
}

/** An anomaly in one line: time, with the day unless it is that of `asOf`, side and price, size or fall, score, whether it is active; its id names market and kind. */
export function anomalyLine(anomaly: Anomaly, asOf: string, length: LineLength = 'long'): string {
  const { id, side, price, score, end } = anomaly;
  const place = price === null ? [] : [`${side === null ? '' : `${side} `}${digits(price, 10)}`];
  return [
    `${clockTime(timeOf(anomaly), asOf)}Z`,
    ...place,
    ...sizeText(anomaly),
    ...fallText(anomaly, length),
    length === 'long' ? `score ${score.toFixed(2)}` : score.toFixed(2),
    ...(end === null ? ['active'] : []),
    id,
  ].join(', ');
}
