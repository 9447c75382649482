import { setTimeout as sleep } from 'node:timers/promises';
import { answerTimes, checkAll, receiptsOf, type AnswerTimes, type Checks, type MarketName } from './followed-markets.ts';
import { createLoopWatch, type LoopFigures } from './loop-watch.ts';
import { readFigures, type ServerFigures } from './metrics.ts';
import { pointedAt, type Programs } from './programs.ts';
import { after, needed, taken, type Taken } from './taken.ts';

/** Markets on each of the two venues. */
const EACH = 75;
/** Share of the simulator's usual order rate, chosen for about 5,000 messages a second in total. */
const INTENSITY = 0.42;
const START_WITHIN_MS = 75_000;
const RESTART_WITHIN_MS = 60_000;
const CHECKS_WITHIN_MS = 90_000;
const METRICS_WITHIN_MS = 30_000;
const RECEIPTS_EACH_SIDE = 25;

/** Binance spells `M00USDT`, Kraken `M00/USDT`; callers may use the first for both. */
const bases = Array.from({ length: EACH }, (_, n) => `M${String(n).padStart(2, '0')}`);
const symbols = bases.map((base) => `${base}USDT`);
export const MARKETS: readonly MarketName[] = ['binance-spot', 'kraken-spot'].flatMap((venue) =>
  symbols.map((symbol) => ({ venue, symbol })),
);
/** Spread over both venues. */
const asked = Array.from({ length: RECEIPTS_EACH_SIDE }, (_, n) => MARKETS[(n * 7) % MARKETS.length] as MarketName);

/** Figures of a period without disturbance. */
export interface Span {
  readonly server: LoopFigures;
  /** The same figures of a process that only waits: the delays that the machine itself adds. */
  readonly idle: LoopFigures;
  /** Share of a core. */
  readonly core: number;
  readonly flow: Taken<Flow>;
}

export interface Flow {
  /** Messages a second by stream. */
  readonly perSecond: Readonly<Record<string, number>>;
  readonly heapMb: number;
}

export interface Restart {
  readonly stopMs: number;
  readonly listeningMs: number;
  readonly answers: AnswerTimes;
}

export interface ManyMarkets {
  readonly coldStart: Taken<AnswerTimes>;
  readonly before: Taken<Span>;
  readonly restart: Taken<Restart>;
  readonly after: Taken<Span>;
  readonly receipts: Taken<readonly string[]>;
  readonly checks: Taken<Checks>;
}

/** Each step has a limit, so the run ends within `minutes` + 13 minutes. A failed step leaves its reason. */
export async function runManyMarkets(programs: Programs, minutes: number): Promise<ManyMarkets> {
  const halfMs = minutes * 30_000;
  const environment = await taken('the simulated exchanges did not start', () => exchanges(programs));
  const first = await after(environment, 'the server did not start', async (given) => {
    const since = performance.now();
    const url = await programs.server(given);
    return { url, answers: await answerTimes(url, MARKETS, { since, withinMs: START_WITHIN_MS }) };
  });
  const before = await after(first, 'first span', ({ url }) => watched(programs, url, halfMs));
  const early = await after(first, 'receipts before the restart', ({ url }) => receiptsOf(url, asked));
  const second = await after(first, 'restart', async ({ url }) => restarted(programs, url, environment));
  const late = await after(second, 'receipts after the restart', ({ url }) => receiptsOf(url, asked));
  const later = await after(second, 'second span', ({ url }) => watched(programs, url, halfMs));
  const receipts = await after(early, '', async (some) => [...some, ...('value' in late ? late.value : [])]);
  const checks = await after(receipts, 'checks', (all) =>
    'missing' in second ? Promise.reject(new Error(second.missing)) : checkAll(second.value.url, all, CHECKS_WITHIN_MS),
  );
  return {
    coldStart: await after(first, '', async ({ answers }) => answers),
    before,
    restart: second,
    after: later,
    receipts,
    checks,
  };
}

async function exchanges({ exchange }: Programs): Promise<Record<string, string>> {
  const [binance, kraken] = await Promise.all([
    exchange({ venue: 'binance-spot', seed: 1, symbols, intensity: INTENSITY }),
    exchange({ venue: 'kraken-spot', seed: 2, symbols: bases.map((base) => `${base}/USDT`), intensity: INTENSITY }),
  ]);
  return { ...pointedAt({ 'binance-spot': binance, 'kraken-spot': kraken }), SYMBOLS: symbols.join(',') };
}

/** No request is sent to the server between the first and the last measurement. */
async function watched({ loop }: Programs, url: string, forMs: number): Promise<Span> {
  const idle = createLoopWatch();
  const first = await looked(url);
  const start = await loop(url);
  const began = performance.now();
  idle.take();
  await sleep(forMs);
  const alone = idle.take();
  const server = await loop(url);
  const core = (server.cpuSeconds - start.cpuSeconds) / ((performance.now() - began) / 1_000);
  const last = await after(first, '', () => looked(url).then(needed));
  return { server, idle: alone, core, flow: await after(last, '', async (end) => flowOf(needed(first), end)) };
}

interface Look extends ServerFigures {
  readonly at: number;
}

const looked = (url: string): Promise<Taken<Look>> =>
  taken('/metrics', async () => ({ ...(await readFigures(url, METRICS_WITHIN_MS)), at: performance.now() }));

function flowOf(first: Look, last: Look): Flow {
  const seconds = (last.at - first.at) / 1_000;
  const rates = Object.entries(last.byStream).map(([kind, count]) => [kind, (count - (first.byStream[kind] ?? 0)) / seconds]);
  return { perSecond: Object.fromEntries(rates) as Record<string, number>, heapMb: last.heapMb };
}

async function restarted(
  { stop, server }: Programs,
  url: string,
  environment: Taken<Record<string, string>>,
): Promise<Restart & { readonly url: string }> {
  if ('missing' in environment) throw new Error(environment.missing);
  const since = performance.now();
  await stop(url);
  const stopMs = performance.now() - since;
  const next = await server(environment.value);
  const listeningMs = performance.now() - since;
  const answers = await answerTimes(next, MARKETS, { since, withinMs: RESTART_WITHIN_MS });
  return { url: next, stopMs, listeningMs, answers };
}
