import { parseArgs } from 'node:util';
import { MARKETS, runManyMarkets, type ManyMarkets, type Span } from './support/many-markets-run.ts';
import { withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { withStagedBuild } from './support/staged-build.ts';
import { median, rounded } from './support/stats.ts';
import { valueOf, type Taken } from './support/taken.ts';

const DELAY_LIMIT_MS = 50;
const RESTART_LIMIT_MS = 5_000;
/**
 * Books that a venue gives in a minute. Binance Spot's snapshots weigh 50 each, and the feed spends 3,000 of the 6,000 a minute, so
 * the others don't depend on the server's speed.
 */
const BOOKS_A_MINUTE: Readonly<Record<string, number>> = { 'binance-spot': 59 };
/** Memory of one followed market, including its share of the program's memory. */
const MARKET_LIMIT_MB = 2.5;

/**
 * 150 markets on two venues, simulated in separate processes, for `--minutes N` (default 1). The server restarts at half time.
 * Ends within N + 13 minutes, because each step has a limit.
 */
export default async function manyMarketsBench(): Promise<readonly BenchRow[]> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } }, strict: false });
  const minutes = Number(values['minutes']);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${String(values['minutes'])}`);
  // Built, because a start from sources would count the time to strip types.
  const run = await withStagedBuild((program) => withPrograms((programs) => runManyMarkets(programs, minutes), { program }));
  const unit = `${MARKETS.length} simulated markets, ${rounded(minutes, 1)} min`;
  return [...delayRows(run, unit), restartRow(run, unit), receiptsRow(run), memoryRow(run, unit)];
}

const why = (...steps: readonly Taken<unknown>[]): { missing?: string } => {
  const reasons = steps.flatMap((step) => ('missing' in step ? [step.missing] : []));
  return reasons.length === 0 ? {} : { missing: [...new Set(reasons)].join('; ') };
};

/** A value against its limit; null without a value. */
const against = (value: number | null, limit: number, decimals = 1) => ({
  value: value === null ? null : rounded(value, decimals),
  ratio: value === null ? null : rounded(value / limit),
});

const spansOf = (run: ManyMarkets): readonly Span[] => [run.before, run.after].flatMap((span) => valueOf(span) ?? []);

const most = (spans: readonly Span[], pick: (span: Span) => number): number | null =>
  spans.length === 0 ? null : Math.max(...spans.map(pick));

function delayRows(run: ManyMarkets, unit: string): readonly BenchRow[] {
  const spans = spansOf(run);
  const beside: Record<string, number> = {};
  for (const [name, span] of [['before', valueOf(run.before)] as const, ['after', valueOf(run.after)] as const]) {
    if (span === undefined) continue;
    beside[`${name}_ms`] = rounded(span.server.maxMs, 1);
    beside[`${name}_idle_process_ms`] = rounded(span.idle.maxMs, 1);
    beside[`${name}_core`] = rounded(span.core);
    const flow = valueOf(span.flow);
    if (flow === undefined) continue;
    const rates = Object.entries(flow.perSecond);
    beside[`${name}_messages_per_s`] = Math.round(rates.reduce((sum, [, rate]) => sum + rate, 0));
    for (const [kind, rate] of rates) beside[`${name}_${kind}_per_s`] = Math.round(rate);
  }
  const common = {
    against: `limit ${DELAY_LIMIT_MS} ms`,
    n: spans.reduce((sum, { server }) => sum + server.n, 0),
    data: 'simulated',
    ...why(run.before, run.after, ...spans.map(({ flow }) => flow)),
  } as const;
  const p99Beside = most(spans, ({ idle }) => idle.p99Ms);
  return [
    {
      bench: 'many-markets, delay',
      ...against(
        most(spans, ({ server }) => server.maxMs),
        DELAY_LIMIT_MS,
      ),
      unit: `ms, longest delay of the event loop, ${unit}`,
      ...common,
      beside,
    },
    {
      bench: 'many-markets, delay p99',
      ...against(
        most(spans, ({ server }) => server.p99Ms),
        DELAY_LIMIT_MS,
      ),
      unit: `ms, 99th percentile of the delays of the event loop, ${unit}`,
      ...common,
      ...(p99Beside === null ? {} : { beside: { idle_process_ms: rounded(p99Beside, 1) } }),
    },
  ];
}

function restartRow({ coldStart, restart }: ManyMarkets, unit: string): BenchRow {
  const cold = valueOf(coldStart)?.times;
  const found = valueOf(restart);
  const venues = [...new Set(MARKETS.map((market) => market.venue))];
  const allowed = venues.map((venue) => {
    const count = Math.min(MARKETS.filter((market) => market.venue === venue).length, BOOKS_A_MINUTE[venue] ?? MARKETS.length);
    const own = found?.answers.times.filter(({ market }) => market.venue === venue).map(({ ms }) => ms) ?? [];
    return { count, own: own.slice(0, count) };
  });
  const wanted = allowed.reduce((sum, { count }) => sum + count, 0);
  const times = allowed.flatMap(({ own }) => own).toSorted((a, b) => a - b);
  const isWhole = times.length === wanted;
  const unanswered =
    found === undefined || isWhole
      ? {}
      : {
          missing: `only ${times.length} of the ${wanted} markets that the venues allow answered in time; ${found.answers.why ?? ''}`,
        };
  const beside: Record<string, number> = {};
  if (cold !== undefined) {
    beside['cold_answered'] = cold.length;
    beside['cold_last_ms'] = rounded(cold.at(-1)?.ms ?? 0, 0);
  }
  if (found !== undefined) {
    beside['stop_ms'] = rounded(found.stopMs, 0);
    beside['listening_ms'] = rounded(found.listeningMs, 0);
    beside['all_answered'] = found.answers.times.length;
    for (const venue of venues) {
      const own = found.answers.times.filter(({ market }) => market.venue === venue).map(({ ms }) => ms);
      beside[`${venue}_answered`] = own.length;
      if (own.length > 0) beside[`${venue}_median_ms`] = rounded(median(own), 0);
      if (own.length > 0) beside[`${venue}_last_ms`] = rounded(own.at(-1) ?? 0, 0);
    }
    beside['answered_in_limit'] = times.filter((ms) => ms <= RESTART_LIMIT_MS).length;
  }
  return {
    bench: 'many-markets, restart',
    ...against(isWhole ? (times.at(-1) ?? null) : null, RESTART_LIMIT_MS, 0),
    unit: `ms from the signal until ${wanted} markets give a synced report, which is all that the venues' weights allow in a minute, ${unit}`,
    against: `limit ${RESTART_LIMIT_MS} ms`,
    n: times.length,
    data: 'simulated',
    ...why(restart),
    ...unanswered,
    beside,
  };
}

function receiptsRow({ receipts, checks }: ManyMarkets): BenchRow {
  const count = valueOf(receipts)?.length ?? 0;
  const found = valueOf(checks);
  const matched = found === undefined ? null : (found.verdicts['matched'] ?? 0);
  return {
    bench: 'many-markets, receipts',
    ...against(matched, Math.max(1, count), 0),
    unit: `of ${count} receipts of just before and just after the restart matched`,
    against: `all ${count}`,
    n: count,
    data: 'simulated',
    ...why(checks),
    ...(found?.reason == null ? {} : { missing: found.reason }),
    ...(found === undefined
      ? {}
      : { beside: { ...found.verdicts, not_checked_in_time: found.unchecked, longest_ms: rounded(found.longestMs, 0) } }),
  };
}

function memoryRow(run: ManyMarkets, unit: string): BenchRow {
  const spans = spansOf(run);
  const rss = most(spans, ({ server }) => server.rssMb);
  return {
    bench: 'many-markets, memory',
    ...against(rss === null ? null : rss / MARKETS.length, MARKET_LIMIT_MB, 2),
    unit: `MB resident for each market at a span's end, ${unit}`,
    against: `target ${MARKET_LIMIT_MB} MB`,
    n: spans.length,
    data: 'simulated',
    ...why(run.before, run.after),
    ...(rss === null
      ? {}
      : {
          beside: {
            rss_mb: rounded(rss, 0),
            peak_mb: rounded(most(spans, ({ server }) => server.peakMb) ?? 0, 0),
            ...heapOf(spans),
          },
        }),
  };
}

function heapOf(spans: readonly Span[]): { readonly heap_mb?: number } {
  const heaps = spans.flatMap(({ flow }) => valueOf(flow)?.heapMb ?? []);
  return heaps.length === 0 ? {} : { heap_mb: rounded(Math.max(...heaps), 0) };
}
