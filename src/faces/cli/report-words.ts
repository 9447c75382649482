import { counted } from '../../core/index.ts';
import type { OperationAnswer } from '../../client/index.ts';
import { lineHead } from './label-words.ts';

type Report = OperationAnswer<'get_report'>;

const ABSENT = '–';
const LABEL = 11;

/** At most twelve significant digits, which removes float noise but cuts no price. A dash for unknown values. */
const num = (value: number | null | undefined, digits = 12): string =>
  value === null || value === undefined ? ABSENT : String(Number(value.toPrecision(digits)));

const signed = (value: number | null, digits = 4): string =>
  value === null ? ABSENT : `${value > 0 ? '+' : ''}${num(value, digits)}`;

const line = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}`;

const touch = (side: { readonly price: number; readonly qty: number } | null): string =>
  side === null ? ABSENT : `${num(side.price)} × ${num(side.qty)}`;

/** "none", or one line each; a dash if it was not computed. */
function list<T>(label: string, items: readonly T[] | null, words: (item: T) => string): string[] {
  if (items === null) return [line(label, ABSENT)];
  if (items.length === 0) return [line(label, 'none')];
  return items.map((item, index) => line(index === 0 ? label : '', words(item)));
}

function profile({ liquidity }: Report): string {
  if (!liquidity.profile) return ABSENT;
  const { poc, val, vah, covered_sec: seconds, trade_count: trades } = liquidity.profile;
  return `most at ${num(poc)}, value area ${num(val)} to ${num(vah)} (${counted(trades, 'trade')} in ${Math.round(seconds / 60)} min)`;
}

function health({ health: given }: Report): string {
  if (given === null) return ABSENT;
  const parts = Object.entries(given.components).map(([name, value]) => `${name} ${num(value, 2)}`);
  return `${given.score} of 100: ${parts.join(', ')}`;
}

/** Names the side of the takers, because a sign could be misread. */
function netInWords({ net_flow: net, seconds }: Report['flow'], base: string): string {
  if (net === null) return `net ${ABSENT}`;
  const amount =
    net === 0
      ? `as much ${base} bought as sold`
      : `${num(Math.abs(net), 4)} ${base} more ${net > 0 ? 'bought than sold' : 'sold than bought'}`;
  return `${amount} in ${seconds} s`;
}

/** The report as text: the numbers, the missing ones with reasons, the origin, and how to check it. */
export function reportInWords(report: Report, base = 'base currency'): string {
  const { depth, flow, liquidity } = report;
  const head = lineHead({ ...report });
  const age = report.age_ms === null ? 'no data yet' : `${num(report.age_ms, 6)} ms old`;
  const lines = [
    `${head}  ${report.symbol} on ${report.venue}: ${num(report.last_price)} (${signed(report.change_24h_pct)} % in 24 h)`,
    line('bid', touch(report.best_bid)),
    line('ask', touch(report.best_ask)),
    line('spread', `${num(report.spread_bps, 4)} bps, mid ${num(report.mid_price)}, micro ${num(report.micro_price, 10)}`),
    line(
      '24 h',
      `high ${num(report.high_24h)}, low ${num(report.low_24h)}, volume ${num(report.volume_24h)}${report.volume_24h === null ? '' : ` ${base}`}`,
    ),
    line(
      'depth',
      depth === null
        ? ABSENT
        : `best 20: ${num(depth.sum_bid)} ${base} bid, ${num(depth.sum_ask)} asked, imbalance ${signed(depth.imbalance)}`,
    ),
    line('flow', `${netInWords(flow, base)}, ${num(flow.orders_per_sec, 4)} events a second`),
    ...list('walls', liquidity.walls, ({ side, price, qty, severity }) => `${side} ${num(price)} × ${num(qty)} (${severity})`),
    ...list('vacuums', liquidity.vacuums, ({ from, to, severity }) => `${num(from)} to ${num(to)} (${severity})`),
    line('profile', profile(report)),
    ...list('anomalies', report.anomalies, ({ type, severity, note }) => `${type} (${severity})${note ? `: ${note}` : ''}`),
    line('health', health(report)),
    ...list('absent', report.absent.length === 0 ? [] : report.absent, ({ field, reason }) => `${field}: ${reason}`),
    '',
    line('source', `${report.source}, ${report.ingestion.status}, ${age}, as of ${report.as_of}`),
    line('receipt', report.receipt ?? ABSENT),
    ...report.caveats.map((caveat) => line('note', caveat)),
  ];
  return `${lines.join('\n')}\n`;
}
