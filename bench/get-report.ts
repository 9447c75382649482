import { callTool, mcpClient } from './support/mcp.ts';
import { readFigures, untilSynced } from './support/metrics.ts';
import { openLoop } from './support/pace.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { median, percentile, rounded } from './support/stats.ts';

const LIMIT_MS = 25;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const LOTS = 5;
const PACE = { perSecond: 200, seconds: 3 };

type Call = (due: number) => Promise<number>;

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Latency of `get_report` at 200 calls a second, from each call's due time, over HTTP and MCP, alternating with a bare server. */
export default async function getReportBench(): Promise<readonly BenchRow[]> {
  return withPrograms(async ({ exchange, server, bare }) => {
    const venue = await exchange({ venue: 'binance-spot', seed: 5, symbols: SYMBOLS });
    const url = await server({ ...pointedAt({ 'binance-spot': venue }), SYMBOLS: SYMBOLS.join(',') });
    await untilSynced(url);
    const route = `${url}/api/v1/call/get_report`;
    const bareUrl = await bare((await (await post(route, { symbol: SYMBOLS[0] })).text()).length);
    const client = await mcpClient(url);
    let turn = 0;
    const nextSymbol = () => SYMBOLS[turn++ % SYMBOLS.length] as string;
    const calls: Readonly<Record<'bare' | 'http' | 'mcp', Call>> = {
      async bare(due) {
        await (await post(bareUrl, { symbol: nextSymbol() })).json();
        return performance.now() - due;
      },
      async http(due) {
        expectPrice((await (await post(route, { symbol: nextSymbol() })).json()) as object);
        return performance.now() - due;
      },
      async mcp(due) {
        expectPrice(await callTool(client, 'get_report', { symbol: nextSymbol() }));
        return performance.now() - due;
      },
    };
    const lots: Record<keyof typeof calls, number[][]> = { bare: [], http: [], mcp: [] };
    const faces = ['bare', 'http', 'mcp'] as const;
    const cpuSeconds: Record<keyof typeof calls, number> = { bare: 0, http: 0, mcp: 0 };
    // The first run of each is a warm-up.
    for (let lot = 0; lot <= LOTS; lot++)
      for (const face of faces) {
        const before = await readFigures(url);
        const latencies = await openLoop(PACE, calls[face]);
        if (lot === 0) continue;
        cpuSeconds[face] += (await readFigures(url)).cpuSeconds - before.cpuSeconds;
        lots[face].push(latencies);
      }
    await client.close();
    const bareP99 = median(lots.bare.map((lot) => percentile(lot, 99)));
    // While the bare server answers, ours only follows the market, so the difference is the cost of its answers.
    const cpuMs = (face: 'http' | 'mcp') => ((cpuSeconds[face] - cpuSeconds.bare) * 1_000) / lots[face].flat().length;
    return (['http', 'mcp'] as const).flatMap((face) =>
      rowsOf(face, lots[face], { bare_p99_ms: rounded(bareP99), cpu_ms_a_call: rounded(cpuMs(face)) }),
    );
  });
}

function expectPrice(report: object): void {
  if (!('best_bid' in report) || report.best_bid == null) throw new Error(`no price: ${JSON.stringify(report).slice(0, 200)}`);
}

function rowsOf(
  face: string,
  lots: readonly (readonly number[])[],
  common: { readonly bare_p99_ms: number; readonly cpu_ms_a_call: number },
): readonly BenchRow[] {
  const p99s = lots.map((lot) => percentile(lot, 99));
  const value = median(p99s);
  const all = lots.flat();
  const row = (against: string, ratio: number): BenchRow => ({
    bench: `get-report-${face}-p99`,
    value: rounded(value),
    unit: `ms at ${PACE.perSecond} calls/s, median of ${LOTS} lots, two symbols, simulated`,
    against,
    ratio: rounded(ratio, 3),
    n: all.length,
    data: 'simulated',
    beside: {
      p50_ms: rounded(median(all)),
      best_lot_p99_ms: rounded(Math.min(...p99s)),
      worst_lot_p99_ms: rounded(Math.max(...p99s)),
      ...common,
    },
  });
  return [
    row(`limit ${LIMIT_MS} ms`, value / LIMIT_MS),
    row("Node's own HTTP server with an answer of the same length, in turns", value / common.bare_p99_ms),
  ];
}
