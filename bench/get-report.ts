import { callTool, mcpClient } from './support/mcp.ts';
import { untilSynced } from './support/metrics.ts';
import { openLoop } from './support/pace.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { percentile, rounded } from './support/stats.ts';

const LIMIT_MS = 25;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const PACE = { perSecond: 200, seconds: 15 };
const WARM_UP = { perSecond: 100, seconds: 3 };

/** Latency of `get_report` at 200 calls a second, from when each was due; over HTTP, and over MCP on HTTP. */
export default async function getReportBench(): Promise<readonly BenchRow[]> {
  return withPrograms(async ({ exchange, server }) => {
    const venue = await exchange({ venue: 'binance-spot', seed: 5, symbols: SYMBOLS });
    const url = await server({ ...pointedAt({ 'binance-spot': venue }), SYMBOLS: SYMBOLS.join(',') });
    await untilSynced(url);
    const client = await mcpClient(url);
    let turn = 0;
    const nextSymbol = () => SYMBOLS[turn++ % SYMBOLS.length] as string;
    const overHttp = async (due: number) => {
      const response = await fetch(new URL('/api/v1/call/get_report', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ symbol: nextSymbol() }),
      });
      const { best_bid } = (await response.json()) as { best_bid?: unknown };
      if (best_bid == null) throw new Error(`an answer without a price: HTTP ${response.status}`);
      return performance.now() - due;
    };
    const overMcp = async (due: number) => {
      const { best_bid } = await callTool(client, 'get_report', { symbol: nextSymbol() });
      if (best_bid == null) throw new Error('an answer without a price');
      return performance.now() - due;
    };
    const rows: BenchRow[] = [];
    for (const [face, call] of [
      ['http', overHttp],
      ['mcp', overMcp],
    ] as const) {
      await openLoop(WARM_UP, call);
      const latencies = await openLoop(PACE, call);
      const p99 = percentile(latencies, 99);
      rows.push({
        bench: `get-report-${face}-p99`,
        value: rounded(p99),
        unit: `ms at ${PACE.perSecond} calls/s, two symbols, simulated`,
        against: `limit ${LIMIT_MS} ms`,
        ratio: rounded(p99 / LIMIT_MS, 3),
        n: latencies.length,
        data: 'simulated',
        beside: { p50_ms: rounded(percentile(latencies, 50)), max_ms: rounded(Math.max(...latencies)) },
      });
    }
    await client.close();
    return rows;
  });
}
