import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readFigures, untilSynced, type ServerFigures } from './support/metrics.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { rounded } from './support/stats.ts';

const MARKETS_EACH = 75;
/** Of the simulator's usual rate of orders; chosen for about 5,000 messages a second in all. */
const INTENSITY = 1.5;
const DELAY_LIMIT_MS = 50;
const RESTART_LIMIT_MS = 5_000;
const LOOK_MS = 1_000;
const MINUTE_MS = 60_000;
const RECEIPTS = 50;

/** Binance spells `M00USDT`, Kraken `M00/USDT`. */
const bases = Array.from({ length: MARKETS_EACH }, (_, n) => `M${String(n).padStart(2, '0')}`);

/** 150 markets on two venues, simulated in processes of their own, for `--minutes N` (default 2); the server restarts in the middle. */
export default async function manyMarketsBench(): Promise<readonly BenchRow[]> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' } }, strict: false });
  const minutes = Number(values['minutes']);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${String(values['minutes'])}`);
  return withPrograms(async ({ exchange, server, stop }) => {
    const venues = {
      'binance-spot': await exchange({
        venue: 'binance-spot',
        seed: 1,
        symbols: bases.map((base) => `${base}USDT`),
        intensity: INTENSITY,
      }),
      'kraken-spot': await exchange({
        venue: 'kraken-spot',
        seed: 2,
        symbols: bases.map((base) => `${base}/USDT`),
        intensity: INTENSITY,
      }),
    };
    const environment = { ...pointedAt(venues), SYMBOLS: bases.map((base) => `${base}USDT`).join(',') };
    const first = await server(environment);
    await untilSynced(first, 3 * MINUTE_MS);
    const before = await watched(first, (minutes / 2) * MINUTE_MS);
    const receipts = await reports(first);
    const began = performance.now();
    await stop(first);
    const stopped = performance.now();
    const second = await server(environment);
    const listening = performance.now();
    await untilSynced(second, 3 * MINUTE_MS);
    const synced = performance.now();
    const after = await watched(second, (minutes / 2) * MINUTE_MS);
    const matched = await checked(second, receipts);
    const rate = (before.messagesPerSec + after.messagesPerSec) / 2;
    const unit = `${2 * MARKETS_EACH} simulated markets, ${rounded(minutes, 1)} min`;
    const beside = { messages_per_s: rounded(rate, 0) };
    return [
      {
        bench: 'many-markets, delay',
        value: rounded(Math.max(before.longestDelayMs, after.longestDelayMs), 1),
        unit: `ms, longest delay of the event loop, ${unit}`,
        against: `limit ${DELAY_LIMIT_MS} ms`,
        ratio: rounded(Math.max(before.longestDelayMs, after.longestDelayMs) / DELAY_LIMIT_MS),
        n: before.looks + after.looks,
        data: 'simulated',
        beside: {
          ...beside,
          before_ms: rounded(before.longestDelayMs, 1),
          after_ms: rounded(after.longestDelayMs, 1),
          rss_mb: rounded(after.rssMb, 0),
        },
      },
      {
        bench: 'many-markets, restart',
        value: rounded(listening - began, 0),
        unit: `ms from the signal to listening again, ${unit}`,
        against: `limit ${RESTART_LIMIT_MS} ms`,
        ratio: rounded((listening - began) / RESTART_LIMIT_MS),
        n: 1,
        data: 'simulated',
        beside: { stop_ms: rounded(stopped - began, 0), all_synced_ms: rounded(synced - began, 0) },
      },
      {
        bench: 'many-markets, receipts',
        value: matched,
        unit: `of ${receipts.length} receipts of before the restart matched after it`,
        against: `all ${receipts.length}`,
        ratio: rounded(matched / receipts.length),
        n: receipts.length,
        data: 'simulated',
      },
    ];
  });
}

interface Watched {
  readonly longestDelayMs: number;
  readonly messagesPerSec: number;
  readonly rssMb: number;
  readonly looks: number;
}

/** Looks once a second. The first look only starts the count, because it holds the delays of the start. */
async function watched(url: string, forMs: number): Promise<Watched> {
  const first = await readFigures(url);
  const began = performance.now();
  const looks: ServerFigures[] = [];
  while (performance.now() - began < forMs) {
    await sleep(LOOK_MS);
    looks.push(await readFigures(url));
  }
  const last = looks.at(-1) ?? first;
  return {
    longestDelayMs: Math.max(...looks.map(({ longestDelayMs }) => longestDelayMs)),
    messagesPerSec: (last.messages - first.messages) / ((performance.now() - began) / 1_000),
    rssMb: Math.max(...looks.map(({ rssMb }) => rssMb)),
    looks: looks.length,
  };
}

type Call = (name: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

const callAt =
  (url: string): Call =>
  async (name, input) => {
    const answer = await fetch(new URL(`/api/v1/call/${name}`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };

/** Receipts of reports on markets all over the list. */
async function reports(url: string): Promise<readonly string[]> {
  const call = callAt(url);
  const symbols = Array.from({ length: RECEIPTS }, (_, n) => `${bases[(n * 7) % bases.length] ?? ''}USDT`);
  const answers = await Promise.all(symbols.map((symbol) => call('get_report', { symbol })));
  return answers.map(({ receipt }) => String(receipt));
}

async function checked(url: string, receipts: readonly string[]): Promise<number> {
  const call = callAt(url);
  let matched = 0;
  for (const receipt of receipts) {
    const { receipts: rows } = (await call('check_claim', { text: `See [${receipt}].` })) as { receipts?: { verdict: string }[] };
    if (rows?.[0]?.verdict === 'matched') matched++;
  }
  return matched;
}
