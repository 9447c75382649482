import { readRawLog, verifyRawLog } from '../../../src/runtime/raw-log/index.ts';
import { seededRandom, toRfc3339, fromRfc3339, US_PER_MS, type Micros } from '../../../src/core/index.ts';
import { ask, launch, listening, until, type Child, type LaunchOptions } from './program.ts';

/** Result of one run of the program. */
export interface Round {
  /** Milliseconds from start to the first report with a price; null if it was killed before. */
  readonly answerMs: number | null;
  /** Time between the last record on disk and the kill. */
  readonly lostMs: number;
  /** Consecutive depth updates in the log, and the trades between them. */
  readonly updates: number;
  readonly problems: readonly string[];
}

export interface RoundOptions extends LaunchOptions {
  readonly seed: number;
  /** Folder of this source's data. */
  readonly directory: string;
}

const now = (): Micros => Math.round((performance.timeOrigin + performance.now()) * US_PER_MS);

/** Time up to which the program reports data on disk, and its newest message. */
interface DiskReport {
  readonly committedTo: Micros;
  readonly newest: Micros;
}

async function readDiskReport(url: string): Promise<DiskReport | null> {
  const reply = await ask(url, 'get_data_health', { detail: 'full' });
  const body = reply?.body as {
    as_of: string;
    streams: { age_ms: number | null }[];
    raw_log: { lag_ms: number };
  };
  if (reply?.status !== 200) return null;
  const ages = body.streams.flatMap(({ age_ms }) => age_ms ?? []);
  const at = fromRfc3339(body.as_of) ?? 0;
  return ages.length === 0
    ? null
    : { committedTo: at - body.raw_log.lag_ms * US_PER_MS, newest: at - Math.min(...ages) * US_PER_MS };
}

/** Starts the program, maybe lets it answer, kills it, and reads the files. */
export async function killRound(options: RoundOptions): Promise<Round> {
  const random = seededRandom(options.seed);
  const child = launch(['serve'], options);
  const diskReports: DiskReport[] = [];
  // Two runs in ten are killed during startup.
  const early = random() < 0.2;
  let answerMs: number | null = null;
  let servedFrom: Micros | null = null;
  if (early) await new Promise((resolve) => setTimeout(resolve, random() * 900));
  else {
    answerMs = await firstAnswer(child);
    servedFrom = now();
    const url = await listening(child);
    const end = performance.now() + random() * 1_200;
    do {
      const one = await readDiskReport(url);
      if (one !== null) diskReports.push(one);
    } while (performance.now() < end);
  }
  const killedAt = now();
  await child.kill('SIGKILL');
  return { answerMs, ...(await examine(options.directory, { killedAt, servedFrom, diskReports })) };
}

/** Milliseconds from the start of the process to a report with a price in it. */
async function firstAnswer(child: Child): Promise<number> {
  const url = await listening(child);
  await until('a report', async () => {
    const reply = await ask(url, 'get_report', { symbol: 'BTCUSDT' });
    return reply?.status === 200 && typeof reply.body['mid_price'] === 'number' ? true : undefined;
  });
  return performance.now() - child.startedAt;
}

interface DepthFrame {
  readonly data?: { readonly e?: string; readonly s: string; readonly U: number; readonly u: number };
}

interface Life {
  readonly killedAt: Micros;
  /** Time of its first answer; null if none. */
  readonly servedFrom: Micros | null;
  readonly diskReports: readonly DiskReport[];
}

/** Checks the newest session: nothing corrupt, duplicated or missing before its end. */
async function examine(directory: string, { killedAt, servedFrom, diskReports }: Life): Promise<Omit<Round, 'answerMs'>> {
  const problems: string[] = [];
  const report = await verifyRawLog(directory).catch(() => null);
  if (report === null) return { lostMs: 0, updates: 0, problems: diskReports.length > 0 ? ['no log'] : [] };
  if (!report.ok) problems.push(`verify: ${JSON.stringify(report)}`);
  const session = Math.max(...report.sessions);
  const ends = new Map<string, number>();
  const seqs = new Set<number>();
  let [last, updates] = [0, 0];
  for await (const { position, record } of readRawLog(directory, { session, onCorrupt: 'skip' })) {
    if (record.kind !== 'input') continue;
    if (seqs.has(position.seq)) problems.push(`record ${position.seq} twice`);
    seqs.add(position.seq);
    last = record.input.at;
    if (record.input.kind !== 'frame') continue;
    const { data } = JSON.parse(record.input.text) as DepthFrame;
    if (data?.e !== 'depthUpdate') continue;
    const key = `${record.input.conn} ${data.s}`;
    const before = ends.get(key);
    if (before !== undefined && data.U !== before + 1) problems.push(`${key}: ${data.U} after ${before}`);
    ends.set(key, data.u);
    updates++;
  }
  // Data received before the time reported as on disk; reported times are whole milliseconds.
  const committedTo = Math.max(0, ...diskReports.map((one) => one.committedTo)) - 2 * US_PER_MS;
  const owed = Math.max(0, ...diskReports.map(({ newest }) => newest).filter((at) => at < committedTo)) - 2 * US_PER_MS;
  if (last < owed) problems.push(`reported ${toRfc3339(owed)} as on disk, but the log ends at ${toRfc3339(last)}`);
  // A process killed within its first commit has nothing on disk yet.
  const lostMs = servedFrom === null ? 0 : (killedAt - Math.max(last, servedFrom)) / US_PER_MS;
  return { lostMs, updates, problems };
}
