import { parseArgs } from 'node:util';
import { readFigures, untilSynced, type ServerFigures } from './support/metrics.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { rounded, slope } from './support/stats.ts';

const CPU_LIMIT = 10;
const MEMORY_LIMIT_MB = 300;
const BASES = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'DOGE', 'AVAX', 'LINK'];
const SAMPLE_MS = 5_000;
const MINUTE_MS = 60_000;

interface Sample extends ServerFigures {
  /** Minutes since the first sample. */
  readonly minute: number;
}

/** CPU and memory of a server that follows nine symbols on both venues, over `--minutes N` (default 1). */
export default async function footprintBench(): Promise<readonly BenchRow[]> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } }, strict: false });
  const minutes = Number(values['minutes']);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${String(values['minutes'])}`);
  return withPrograms(async ({ exchange, server }) => {
    const binance = await exchange({ venue: 'binance-spot', seed: 1, symbols: BASES.map((base) => `${base}USDT`) });
    const kraken = await exchange({ venue: 'kraken-spot', seed: 2, symbols: BASES.map((base) => `${base}/USDT`) });
    const url = await server({
      ...pointedAt({ 'binance-spot': binance, 'kraken-spot': kraken }),
      SYMBOLS: BASES.map((base) => `${base}USDT`).join(','),
    });
    await untilSynced(url, MINUTE_MS);
    return rowsOf(await sampled(url, minutes));
  });
}

async function sampled(url: string, minutes: number): Promise<readonly Sample[]> {
  const began = performance.now();
  const samples: Sample[] = [];
  for (let due = began; due <= began + minutes * MINUTE_MS; due += SAMPLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    samples.push({ ...(await readFigures(url)), minute: (performance.now() - began) / MINUTE_MS });
  }
  return samples;
}

function rowsOf(samples: readonly Sample[]): readonly BenchRow[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error('fewer than two samples');
  const minutes = last.minute - first.minute;
  const percent = ((last.cpuSeconds - first.cpuSeconds) / (minutes * 60)) * 100;
  const most = Math.max(...samples.map(({ rssMb }) => rssMb));
  const growth = (pick: (sample: Sample) => number) =>
    rounded(slope(samples.map((sample) => ({ x: sample.minute, y: pick(sample) }))));
  const common = { n: samples.length, data: 'simulated' } as const;
  const unit = `nine symbols on two venues, simulated, ${rounded(minutes, 1)} min`;
  return [
    {
      bench: 'footprint-cpu',
      value: rounded(percent),
      unit: `% of a core, ${unit}`,
      against: `limit ${CPU_LIMIT} %`,
      ratio: rounded(percent / CPU_LIMIT),
      ...common,
      beside: { messages_per_s: rounded((last.messages - first.messages) / (minutes * 60), 0) },
    },
    {
      bench: 'footprint-memory',
      value: rounded(most, 1),
      unit: `MB resident at most, ${unit}`,
      against: `limit ${MEMORY_LIMIT_MB} MB`,
      ratio: rounded(most / MEMORY_LIMIT_MB),
      ...common,
      beside: {
        start_mb: rounded(first.rssMb, 1),
        end_mb: rounded(last.rssMb, 1),
        slope_mb_per_min: growth(({ rssMb }) => rssMb),
        heap_slope_mb_per_min: growth(({ heapMb }) => heapMb),
      },
    },
  ];
}
