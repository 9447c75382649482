import { clockTime } from '../../core/index.ts';
import type { Anomaly } from '../../services/market/answers.ts';

const digits = (value: number, most: number): string => String(Number(value.toPrecision(most)));

/** What was seen, in a few words: the fall of a crash, the size of a wall, the executed and the hidden size of an iceberg. */
function sizeText({ seen, unit }: Anomaly): string[] {
  const of = (name: string, words: (value: number) => string) => {
    const value = seen[name];
    return value === undefined || value === null ? [] : [words(value)];
  };
  const size = (value: number) => `${digits(value, 6)}${unit === null ? '' : ` ${unit}`}`;
  const { fall_from: from, fall_to: to, fall_s: seconds } = seen;
  const fall =
    from == null || to == null || seconds == null
      ? []
      : of('fall_pct', (share) =>
          share > 0 ? `${digits(from, 8)} to ${digits(to, 8)} (-${share.toFixed(2)} %) in ${seconds} s` : 'no fall so far',
        );
  return [...of('size', size), ...of('executed', (value) => `${size(value)} executed`), ...fall];
}

/** An anomaly in one line: time, with the day unless it is that of `asOf`, side and price, size or fall, score, whether it is active; its id names market and kind. */
export function anomalyLine(anomaly: Anomaly, asOf: string): string {
  const { id, detected, side, price, score, end } = anomaly;
  const place = price === null ? [] : [`${side === null ? '' : `${side} `}${digits(price, 10)}`];
  return [
    `${clockTime(detected, asOf)}Z`,
    ...place,
    ...sizeText(anomaly),
    `score ${score.toFixed(2)}`,
    end === null ? 'active' : 'ended',
    id,
  ].join(', ');
}
