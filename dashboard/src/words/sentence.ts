import type { GetReportAnswer } from '../generated/api.ts';
import { bps, percent, price, size } from './format.ts';

export interface Names {
  /** Base currency, e.g. BTC. */
  readonly base: string;
  readonly decimals: number | null;
  /** Bought minus sold in 30 s, base currency. */
  readonly net30: number | null;
}

const EVEN = 0.1;

function book({ depth }: GetReportAnswer): string | null {
  if (depth?.imbalance == null) return null;
  const { imbalance, sum_bid, sum_ask } = depth;
  if (Math.abs(imbalance) < EVEN) return 'the 20 best levels hold about as much on either side';
  const [more, less, many, few] = imbalance > 0 ? ['bids', 'asks', sum_bid, sum_ask] : ['asks', 'bids', sum_ask, sum_bid];
  if (few === 0) return `the 20 best levels hold ${more} only`;
  return `the 20 best levels hold ${(many / few).toFixed(1)} times as much in ${more} as in ${less}`;
}

function flow({ base, net30 }: Names): string | null {
  if (net30 === null) return null;
  if (net30 === 0) return 'takers bought as much as they sold in 30 s';
  const [who, whom] = net30 > 0 ? ['buyers', 'sellers'] : ['sellers', 'buyers'];
  return `${who} took ${size(Math.abs(net30))} ${base} more than ${whom} in 30 s`;
}

function wall({ liquidity: { walls }, mid_price }: GetReportAnswer, { base, decimals }: Names): string | null {
  if (walls === null || mid_price === null) return null;
  const [nearest] = walls.toSorted((a, b) => Math.abs(a.price - mid_price) - Math.abs(b.price - mid_price));
  if (nearest === undefined) return 'no wall stands out';
  const distance = (Math.abs(nearest.price - mid_price) / mid_price) * 10_000;
  const where = nearest.side === 'bid' ? 'below' : 'above';
  return `the nearest wall is ${size(nearest.qty)} ${base} at ${price(nearest.price, decimals)}, ${bps(distance)} bps ${where}`;
}

function health({ health: found }: GetReportAnswer): string | null {
  if (found === null) return null;
  const known = Object.entries(found.components).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const [lowest] = known.toSorted(([, a], [, b]) => a - b);
  const held = lowest === undefined || lowest[1] > 0.6 ? '' : `, held back by ${lowest[0]}`;
  return `health is ${found.score} of 100${held}`;
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

/** The market in one paragraph. Only known facts are stated; reasons for unknown ones come first. */
export function sentence(report: GetReportAnswer, names: Names): string {
  const { symbol, last_price, change_24h_pct, spread_bps, inputs } = report;
  const said: string[] = [];
  const trouble = inputs.filter(({ state }) => state !== 'synced');
  if (report.ingestion.status === 'down') said.push(`No data arrive: the figures are old, each with its age.`);
  else if (trouble.length > 0)
    said.push(`Not all streams are synced: ${trouble.map(({ stream, state }) => `${stream} ${state}`).join(', ')}.`);
  if (report.anomalies !== null && report.anomalies.length > 0) {
    const kinds = [...new Set(report.anomalies.map(({ type }) => type.replaceAll('_', ' ')))];
    said.push(`Suspected: ${kinds.join(', ')}.`);
  }
  const moved = change_24h_pct === null ? '' : `, ${percent(change_24h_pct)} in 24 h`;
  const at =
    last_price === null ? `${symbol} has no price yet` : `${symbol} last traded at ${price(last_price, names.decimals)}${moved}`;
  said.push(
    spread_bps === null
      ? `${at}; there is no complete book, so the spread is unknown.`
      : `${at}; the spread is ${bps(spread_bps)} bps.`,
  );
  const pressure = [flow(names), book(report)].filter((part) => part !== null);
  if (pressure.length > 0) said.push(`${capital(pressure.join('; '))}.`);
  const rest = [wall(report, names), health(report)].filter((part) => part !== null);
  if (rest.length > 0) said.push(`${capital(rest.join('; '))}.`);
  return said.join(' ');
}
