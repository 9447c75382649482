import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/app/config.ts';
import { parseReceipt, type EvidenceSubject, type LogPoint } from '../src/core/index.ts';
import type { Input } from '../src/runtime/feed/index.ts';
import { createStartFinder, listSegments, openRawLog } from '../src/runtime/raw-log/index.ts';
import { openRecording } from '../src/recordings/index.ts';
import { createEngine, createLogEvidence, createMarketService } from '../src/services/market/index.ts';
import { createVirtualClock } from '../src/simulator/index.ts';
import { venues } from '../src/venues/index.ts';
import { askMarket } from '../test/testing/ask-market.ts';
import type { BenchRow } from './support/row.ts';
import { withStagedBuild } from './support/staged-build.ts';
import { median, rounded } from './support/stats.ts';

const RECORDINGS = ['recordings/usdm_btcusdt_20240808.gz', 'recordings/spot_btcusdt_20240808.gz'];
const VENUES = ['binance-usdm', 'binance-spot'];
const BUSIEST = { symbol: 'BTCUSDT', venue: 'binance-usdm' } as const;
/** Prints the processor time of a process at its end. */
const PRINT_CPU = `process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\ncpu '+(user+system)/1000)})`;
const LIMIT_MS = 1_000;
const RUNS = 5;
const TICK_US = 100_000;
const ASK_EVERY_TICKS = 10;

/** Processor time of one check at the most expensive position of a log of two recorded venues: with the state that it reads, with all state, and in a new process. */
export default async function oneReceiptBench(): Promise<readonly BenchRow[]> {
  const root = process.env['TALLYFOIL_TEST_DATA'];
  if (root === undefined) return [];
  const data = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  const directory = join(data, 'recorded');
  try {
    const receipts = await writeLog(directory, root);
    const { receipt, point, inputs } = await worstOf(directory, receipts);
    const own: number[] = [];
    const all: number[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const [mine, whole] = [await cpuOf(directory, point, { ...BUSIEST }), await cpuOf(directory, point, null)];
      // The first run of each is a warm-up.
      if (run > 0) own.push(mine);
      if (run > 0) all.push(whole);
    }
    const [narrow, whole] = [median(own), median(all)];
    const cold = await withStagedBuild(async (program) => {
      // The first run writes the compile cache.
      coldOf(program, data, receipt);
      return Array.from({ length: RUNS }, () => coldOf(program, data, receipt));
    });
    const row = (bench: string, value: number, unit: string): BenchRow => ({
      bench,
      value: Math.round(value),
      unit,
      against: `limit ${LIMIT_MS} ms`,
      ratio: rounded(value / LIMIT_MS, 3),
      n: RUNS,
      data: 'recorded',
      beside: { inputs, us_an_input: rounded((value * 1_000) / inputs, 1) },
    });
    return [
      row('one-receipt', narrow, 'ms of processor time for get_report at the worst place, of what it reads'),
      row('one-receipt-of-everything', whole, 'ms of processor time for the same from the whole state'),
      row(
        'one-receipt-cold',
        median(cold.map(({ cpuMs }) => cpuMs)),
        'ms of processor time of `tallyfoil check`, its start included',
      ),
      row('one-receipt-cold-wall', median(cold.map(({ wallMs }) => wallMs)), 'ms until `tallyfoil check` has ended'),
    ];
  } finally {
    await rm(data, { recursive: true });
  }
}

interface Given {
  readonly receipt: string;
  readonly point: LogPoint;
}

/** Writes both recordings, which cover the same minutes, as one log. Returns receipts of the busiest market, one a second. */
async function writeLog(directory: string, root: string): Promise<readonly Given[]> {
  const all: Input[] = [];
  for (const path of RECORDINGS) for await (const { input } of (await openRecording(join(root, path))).inputs()) all.push(input);
  all.sort((a, b) => a.at - b.at);
  const clock = createVirtualClock(all[0]?.at ?? 0);
  const engine = createEngine({ venues, source: 'recorded', settings: readConfig({}) });
  const checkpoint = () => engine.capture();
  const rawLog = await openRawLog({ directory, clock, venues: VENUES, source: 'recorded', configHash: 'bench', checkpoint });
  const market = createMarketService({ engine, clock, rawLog, syncWaitMs: 0 });
  const given: Given[] = [];
  const started = new Set<string>();
  const take = (input: Input) => void engine.apply(input, rawLog.append(input));
  let next = (all[0]?.at ?? 0) + TICK_US;
  let ticks = 0;
  for (const input of all) {
    for (; next <= input.at; next += TICK_US) {
      clock.advanceBy(TICK_US / 1_000);
      for (const venue of started) take({ kind: 'tick', venue, at: next });
      if (++ticks % ASK_EVERY_TICKS > 0) continue;
      await rawLog.flush();
      const answer = await askMarket('get_report', BUSIEST, { market }).catch(() => null);
      const receipt = answer?.['receipt'];
      const evidence = typeof receipt === 'string' ? parseReceipt(receipt)?.evidence : undefined;
      const point = evidence?.kind === 'log' ? evidence.points[0] : undefined;
      if (typeof receipt === 'string' && point !== undefined) given.push({ receipt, point });
    }
    started.add(input.venue);
    take(input);
  }
  await rawLog.close();
  return given;
}

/** The receipt with the most inputs between it and its checkpoint. */
async function worstOf(directory: string, receipts: readonly Given[]) {
  const finder = createStartFinder(await listSegments(directory));
  let worst: (Given & { readonly inputs: number }) | null = null;
  for (const one of receipts) {
    const start = await finder.startFor(one.point.seq);
    if (typeof start === 'string') throw new Error(start);
    const inputs = one.point.seq - start.fromSeq;
    // Without a checkpoint, the replay starts at the beginning of the log, which happens only once.
    if (start.checkpoint !== null && inputs > (worst?.inputs ?? 0)) worst = { ...one, inputs };
  }
  if (worst === null) throw new Error('no receipt lies behind a checkpoint');
  return worst;
}

async function cpuOf(directory: string, point: LogPoint, subject: EvidenceSubject | null): Promise<number> {
  const evidence = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
  const before = process.cpuUsage();
  const missed = await evidence.visit([point], async (_, market) => void (await askMarket('get_report', BUSIEST, { market })), {
    subjectOf: () => subject,
  });
  const { user, system } = process.cpuUsage(before);
  if (missed.size > 0) throw new Error([...missed.values()].join());
  return (user + system) / 1_000;
}

/** Processor and wall time of one check by the packaged program, in its own process. */
function coldOf(program: string, data: string, receipt: string): { readonly cpuMs: number; readonly wallMs: number } {
  const began = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'check', receipt, '--data-dir', data], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRINT_CPU)}` },
  });
  const wallMs = performance.now() - began;
  const cpuMs = Number(/\ncpu ([\d.]+)/.exec(stderr)?.[1]);
  if (status !== 0 || !(cpuMs > 0)) throw new Error(`${status}: ${stdout} ${stderr}`);
  return { cpuMs, wallMs };
}
