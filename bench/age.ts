import { callTool, mcpClient } from './support/mcp.ts';
import { readFigures, untilSynced } from './support/metrics.ts';
import { openLoop } from './support/pace.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { percentile, rounded } from './support/stats.ts';

const LIMIT_MS = 250;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT'];
/** Multiple of the busy market's orders; yields over 10,000 events a second for four symbols. */
const INTENSITY = 25;
const EVENTS_LEAST = 10_000;
const QUESTIONS = { perSecond: 50, seconds: 20 };

/** Age of an answer: from the exchange's time of its newest trade to the reply at the client. */
export default async function ageBench(): Promise<readonly BenchRow[]> {
  return withPrograms(async ({ exchange, server }) => {
    const venue = await exchange({ venue: 'binance-spot', seed: 7, symbols: SYMBOLS, scenario: 'busy', intensity: INTENSITY });
    const url = await server({ ...pointedAt({ 'binance-spot': venue }), SYMBOLS: SYMBOLS.join(',') });
    await untilSynced(url);
    const client = await mcpClient(url);
    const ask = async () => {
      const { trades } = await callTool(client, 'get_trades', { symbol: 'BTCUSDT', limit: 1 });
      const [newest] = trades as { time: string }[];
      if (newest === undefined) throw new Error('no trade in the answer');
      return Date.now() - Date.parse(newest.time);
    };
    for (let n = 0; n < 50; n++) await ask();
    const before = await readFigures(url);
    const began = performance.now();
    const ages = await openLoop(QUESTIONS, ask);
    const after = await readFigures(url);
    const seconds = (performance.now() - began) / 1_000;
    await client.close();
    const events = (after.messages - before.messages) / seconds;
    if (events < EVENTS_LEAST) throw new Error(`only ${Math.round(events)} events a second came: the machine is too busy`);
    const row = (percent: number): BenchRow => ({
      bench: `age-p${percent}`,
      value: percentile(ages, percent),
      unit: `ms from event to MCP reply, simulated, ${EVENTS_LEAST} events/s or more`,
      against: `limit p99 ${LIMIT_MS} ms`,
      ratio: rounded(percentile(ages, percent) / LIMIT_MS, 3),
      n: ages.length,
      data: 'simulated',
      beside: { events_per_s: Math.round(events), max_ms: Math.max(...ages) },
    });
    return [row(99), row(50)];
  });
}
