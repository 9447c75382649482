import { setTimeout as sleep } from 'node:timers/promises';
import { readFigures, untilSynced } from './support/metrics.ts';
import { openLoop } from './support/pace.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { median, percentile, rounded } from './support/stats.ts';

const LIMIT_MS = 25;
const LIMIT_CPU_SEC = 2;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const LOTS = 5;
const PACE = { perSecond: 100, seconds: 4 };
/** Long enough for several log segments, because receipts in many segments are the expensive case. */
const COLLECT_SEC = 90;
const RECEIPTS = 60;

interface Report {
  readonly receipt: string;
  readonly mid_price: number;
  readonly spread_bps: number;
}

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const paragraph = ({ mid_price: mid, spread_bps: spread, receipt }: Report): string =>
  `The mid price is ${mid}, the spread ${spread} bps [${receipt}]. `;

/** Latency of `get_report` while paragraphs are checked one after another; cost of two hostile texts; lag of the feed's event loop. */
export default async function proofsBench(): Promise<readonly BenchRow[]> {
  return withPrograms(async ({ exchange, server }) => {
    const venue = await exchange({ venue: 'binance-spot', seed: 5, symbols: SYMBOLS });
    const url = await server({ ...pointedAt({ 'binance-spot': venue }), SYMBOLS: SYMBOLS.join(',') });
    await untilSynced(url);
    const report = async (turn: number): Promise<Report> =>
      (await (await post(`${url}/api/v1/call/get_report`, { symbol: SYMBOLS[turn % SYMBOLS.length] })).json()) as Report;
    const check = async (text: string) => (await post(`${url}/api/v1/call/check_claim`, { text })).json();
    const kept: Report[] = [];
    for (let i = 0; i < RECEIPTS; i++) {
      kept.push(await report(i));
      await sleep((COLLECT_SEC * 1_000) / RECEIPTS);
    }
    const idle: number[][] = [];
    const busy: number[][] = [];
    let checked = 0;
    // The first run of each is a warm-up.
    for (let lot = 0; lot <= LOTS; lot++) {
      const quiet = await latencies(report);
      const ending = new AbortController();
      const checking = (async () => {
        for (; !ending.signal.aborted; checked++) await check(kept.slice(-3).map(paragraph).join(''));
      })();
      const loaded = await latencies(report);
      ending.abort();
      await checking;
      if (lot === 0) continue;
      idle.push(quiet);
      busy.push(loaded);
    }
    const texts = { 'text-198-kb': 'a1 '.repeat(66_000), 'text-60-receipts': kept.map(paragraph).join('') };
    const costs = [];
    for (const [name, text] of Object.entries(texts)) costs.push(await costOf(name, { url, run: () => check(text) }));
    return [...rowsOf(idle, busy, checked), ...costs];
  });
}

const latencies = (report: (turn: number) => Promise<Report>): Promise<number[]> => {
  let turn = 0;
  return openLoop(PACE, async (due) => {
    await report(turn++);
    return performance.now() - due;
  });
};

function rowsOf(idle: readonly number[][], busy: readonly number[][], checked: number): readonly BenchRow[] {
  const p99 = (lots: readonly number[][]) => median(lots.map((lot) => percentile(lot, 99)));
  const [quiet, loaded] = [p99(idle), p99(busy)];
  const row = (against: string, ratio: number): BenchRow => ({
    bench: 'proofs-get-report-p99',
    value: rounded(loaded),
    unit: `ms at ${PACE.perSecond} calls/s over HTTP while paragraphs are checked, median of ${LOTS} lots, simulated`,
    against,
    ratio: rounded(ratio, 3),
    n: busy.flat().length,
    data: 'simulated',
    beside: { p50_ms: rounded(median(busy.flat())), idle_p99_ms: rounded(quiet), paragraphs_checked: checked },
  });
  return [row(`limit ${LIMIT_MS} ms`, loaded / LIMIT_MS), row('the same without checks, in turns', loaded / quiet)];
}

/** Processor time of the whole server for one check, minus its cost of following the market meanwhile. */
async function costOf(
  name: string,
  { url, run }: { readonly url: string; readonly run: () => Promise<unknown> },
): Promise<BenchRow> {
  const spent = async (work: () => Promise<unknown>) => {
    const [before, began] = [(await readFigures(url)).cpuSeconds, performance.now()];
    await work();
    return { cpu: (await readFigures(url)).cpuSeconds - before, ms: performance.now() - began };
  };
  const checked = await spent(run);
  const followed = await spent(() => sleep(2_000));
  const cpu = checked.cpu - (followed.cpu / followed.ms) * checked.ms;
  return {
    bench: `proofs-${name}`,
    value: rounded(cpu),
    unit: 's of processor time for one check_claim, simulated',
    against: `limit ${LIMIT_CPU_SEC} s`,
    ratio: rounded(cpu / LIMIT_CPU_SEC, 3),
    n: 1,
    data: 'simulated',
    beside: { wall_ms: rounded(checked.ms) },
  };
}
