import { readRawLog, verifyRawLog } from '../../../src/runtime/raw-log/index.ts';
import { seededRandom, toRfc3339, fromRfc3339, US_PER_MS, type Micros } from '../../../src/core/index.ts';
import { ask, launch, listening, until, type Child, type LaunchOptions } from './program.ts';

/** What one life of the program left behind. */
export interface Round {
  /** Milliseconds from start to the first report with a price; null where it was killed before. */
  readonly answerMs: number | null;
  /** Time between the last record on disk and the kill. */
  readonly lostMs: number;
  /** Depth updates in the log that follow each other, and the trades beside them. */
  readonly updates: number;
  readonly problems: readonly string[];
}

export interface RoundOptions extends LaunchOptions {
  readonly seed: number;
  /** Where the program keeps this kind of run. */
  readonly directory: string;
}

const now = (): Micros => Math.round((performance.timeOrigin + performance.now()) * US_PER_MS);

/** What the program says is on its disk, and the newest message it has had. */
interface Told {
  readonly committedTo: Micros;
  readonly newest: Micros;
}

async function tellCommitted(url: string): Promise<Told | null> {
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

/** Starts the program, lets it answer (or not), kills it, and reads what is on the disk. */
export async function killRound(options: RoundOptions): Promise<Round> {
  const random = seededRandom(options.seed);
  const child = launch(['serve'], options);
  const told: Told[] = [];
  // Two lives in ten end before they have really begun.
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
      const one = await tellCommitted(url);
      if (one !== null) told.push(one);
    } while (performance.now() < end);
  }
  const killedAt = now();
  await child.kill('SIGKILL');
  return { answerMs, ...(await examine(options.directory, { killedAt, servedFrom, told })) };
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
  /** When it gave its first answer; null where it gave none. */
  readonly servedFrom: Micros | null;
  readonly told: readonly Told[];
}

/** Reads the newest session: nothing corrupt, nothing twice, nothing missing before its end. */
async function examine(directory: string, { killedAt, servedFrom, told }: Life): Promise<Omit<Round, 'answerMs'>> {
  const problems: string[] = [];
  const report = await verifyRawLog(directory).catch(() => null);
  if (report === null) return { lostMs: 0, updates: 0, problems: told.length > 0 ? ['no log'] : [] };
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
  // What had come before the time that was told to be on disk; told times are whole milliseconds.
  const committedTo = Math.max(0, ...told.map((one) => one.committedTo)) - 2 * US_PER_MS;
  const owed = Math.max(0, ...told.map(({ newest }) => newest).filter((at) => at < committedTo)) - 2 * US_PER_MS;
  if (last < owed) problems.push(`told ${toRfc3339(owed)} was on disk, but it ends at ${toRfc3339(last)}`);
  // Killed within its first commit, it has nothing on disk yet.
  const lostMs = servedFrom === null ? 0 : (killedAt - Math.max(last, servedFrom)) / US_PER_MS;
  return { lostMs, updates, problems };
}
